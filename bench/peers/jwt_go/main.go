// CPU of one look at an access token with golang-jwt: the same claims, algorithm and rules as ours.
//
//	jwt-go COUNT    prints CPU in microseconds for each
package main

import (
	"crypto/ed25519"
	"fmt"
	"os"
	"strconv"
	"syscall"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

const people = 1000

type claims struct {
	Session string `json:"sid"`
	jwt.RegisteredClaims
}

func cpuSeconds() float64 {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		panic(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano()).Seconds()
}

func issue(key ed25519.PrivateKey, number int) string {
	now := time.Now()
	token := jwt.NewWithClaims(jwt.SigningMethodEdDSA, claims{
		Session: fmt.Sprintf("01981f7e-5a3c-7c1e-9d0b-%012d", number),
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer:    "acervo",
			Audience:  jwt.ClaimStrings{"acervo-api"},
			Subject:   fmt.Sprintf("01981f7e-5a3c-7c1e-9d0b-%012d", number),
			ExpiresAt: jwt.NewNumericDate(now.Add(15 * time.Minute)),
			NotBefore: jwt.NewNumericDate(now),
			IssuedAt:  jwt.NewNumericDate(now),
			ID:        "2f6f0f4a9b112f6f0f4a9b11",
		},
	})
	token.Header["kid"] = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
	token.Header["typ"] = "at+jwt"
	text, err := token.SignedString(key)
	if err != nil {
		panic(err)
	}
	return text
}

func main() {
	count, err := strconv.Atoi(os.Args[1])
	if err != nil {
		panic(err)
	}
	open, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		panic(err)
	}
	tokens := make([]string, people)
	for i := range tokens {
		tokens[i] = issue(key, i)
	}
	parser := jwt.NewParser(jwt.WithValidMethods([]string{"EdDSA"}), jwt.WithIssuer("acervo"), jwt.WithAudience("acervo-api"),
		jwt.WithExpirationRequired(), jwt.WithIssuedAt())
	keys := func(*jwt.Token) (any, error) { return open, nil }
	began := cpuSeconds()
	for i := range count {
		var named claims
		if _, err := parser.ParseWithClaims(tokens[i%people], &named, keys); err != nil {
			panic(err)
		}
	}
	fmt.Printf("%.3f\n", (cpuSeconds()-began)*1e6/float64(count))
}
