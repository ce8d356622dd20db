// An object store that throws bytes away: it checks every signature and hashes what it is sent, remembers ETags, sizes and
// SHA-256 of parts, and answers as S3 does as far as uploads go. For uploads that are larger than the disk of a test.
//
//	s3_imposter ADDRESS   (port 0: any that is free), keys: IMPOSTER_KEYS="ACCESS:SECRET ACCESS:SECRET"
//
// It prints "ready HOST:PORT" when it is. GET /_imposter/report tells what came, without a signature; nothing is ever given back but that.
package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"time"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: s3_imposter ADDRESS")
		os.Exit(2)
	}
	keys := map[string]string{}
	for _, pair := range strings.Fields(os.Getenv("IMPOSTER_KEYS")) {
		access, secret, _ := strings.Cut(pair, ":")
		keys[access] = secret
	}
	listener, err := net.Listen("tcp", os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("ready", listener.Addr())
	server := &http.Server{Handler: newStore(keys), ReadHeaderTimeout: 30 * time.Second, IdleTimeout: 5 * time.Minute}
	fmt.Fprintln(os.Stderr, server.Serve(listener))
	os.Exit(1)
}
