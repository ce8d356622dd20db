// What the AWS SDK for Go v2 does beside our own programs:
//
//	s3_go presign ENDPOINT COUNT             signs addresses of parts; prints CPU in µs for each
//	s3_go upload ENDPOINT FILE PART STREAMS  sends a file by parts; its peers are measured from outside
//
// Keys: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY.
package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"syscall"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/feature/s3/manager"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

const bucket = "dam-archive"
const master = "masters/0190a1b2-0000-7000-8000-000000000001/u-0190a1b2-0000-7000-8000-000000000002/original.mxf"

func main() {
	if len(os.Args) == 4 && os.Args[1] == "presign" {
		presign(client(os.Args[2]), number(os.Args[3]))
	} else if len(os.Args) == 6 && os.Args[1] == "upload" {
		upload(client(os.Args[2]), os.Args[3], int64(number(os.Args[4])), number(os.Args[5]))
	} else {
		fmt.Fprintln(os.Stderr, "usage: s3_go presign ENDPOINT COUNT | upload ENDPOINT FILE PART STREAMS")
		os.Exit(2)
	}
}

func client(endpoint string) *s3.Client {
	return s3.New(s3.Options{
		Region:       "us-east-1",
		Credentials:  credentials.NewStaticCredentialsProvider(os.Getenv("AWS_ACCESS_KEY_ID"), os.Getenv("AWS_SECRET_ACCESS_KEY"), ""),
		BaseEndpoint: aws.String(endpoint),
		UsePathStyle: true,
		// Only what the protocol asks for: our own program sends no checksum of parts either.
		RequestChecksumCalculation: aws.RequestChecksumCalculationWhenRequired,
	})
}

func presign(client *s3.Client, count int) {
	presigner := s3.NewPresignClient(client)
	began := cpu()
	for part := 1; part <= count; part++ {
		_, err := presigner.PresignUploadPart(context.Background(), &s3.UploadPartInput{
			Bucket: aws.String(bucket), Key: aws.String(master),
			UploadId: aws.String("2~abcdefghijklmnopqrstuvwxyz0123456789"), PartNumber: aws.Int32(int32(part)),
		}, s3.WithPresignExpires(15*time.Minute))
		check(err)
	}
	fmt.Printf("%.3f\n", float64((cpu()-began).Nanoseconds())/1e3/float64(count))
}

func upload(client *s3.Client, name string, part int64, streams int) {
	file, err := os.Open(name)
	check(err)
	defer file.Close()
	uploader := manager.NewUploader(client, func(u *manager.Uploader) {
		u.PartSize, u.Concurrency = part, streams
		u.RequestChecksumCalculation = aws.RequestChecksumCalculationWhenRequired
	})
	_, err = uploader.Upload(context.Background(), &s3.PutObjectInput{Bucket: aws.String(bucket), Key: aws.String("bench/go"), Body: file})
	check(err)
}

func cpu() time.Duration {
	var used syscall.Rusage
	check(syscall.Getrusage(syscall.RUSAGE_SELF, &used))
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

func number(text string) int {
	value, err := strconv.Atoi(text)
	check(err)
	return value
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
