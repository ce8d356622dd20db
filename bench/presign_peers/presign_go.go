// CPU of one presigned part address with the AWS SDK for Go v2: the same call as bench/presign_urls.cpp.
// It is no part of the build; in an empty folder: go mod init peer; go mod tidy; go run .
package main

import (
	"context"
	"fmt"
	"syscall"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

const parts = 10000
const master = "masters/0190a1b2-0000-7000-8000-000000000001/u-0190a1b2-0000-7000-8000-000000000002/original.mxf"

func cpu() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		panic(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

func main() {
	client := s3.New(s3.Options{
		Region:       "us-east-1",
		Credentials:  credentials.NewStaticCredentialsProvider("AKIDEXAMPLE", "an example of a secret key", ""),
		BaseEndpoint: aws.String("http://127.0.0.1:8333"),
		UsePathStyle: true,
	})
	presigner := s3.NewPresignClient(client)
	for round := 0; round < 7; round++ {
		began := cpu()
		for part := int32(1); part <= parts; part++ {
			_, err := presigner.PresignUploadPart(context.Background(), &s3.UploadPartInput{
				Bucket: aws.String("dam-archive"), Key: aws.String(master),
				UploadId: aws.String("2~abcdefghijklmnopqrstuvwxyz0123456789"), PartNumber: aws.Int32(part),
			}, s3.WithPresignExpires(15*time.Minute))
			if err != nil {
				panic(err)
			}
		}
		fmt.Printf("%.2f us CPU each\n", float64((cpu()-began).Nanoseconds())/1e3/parts)
	}
}
