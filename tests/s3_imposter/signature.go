package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"sort"
	"strconv"
	"strings"
	"time"
)

const (
	algorithm       = "AWS4-HMAC-SHA256"
	unsignedPayload = "UNSIGNED-PAYLOAD"
	timeFormat      = "20060102T150405Z"
	clockTolerance  = 15 * time.Minute
	longestLife     = 7 * 24 * time.Hour
)

// refusal: a code of S3 and what is wrong.
type refusal struct {
	status  int
	code    string
	message string
}

func (r *refusal) Error() string { return r.code + ": " + r.message }

func forbidden(code, message string) *refusal {
	return &refusal{http.StatusForbidden, code, message}
}

// signed: what a request claims of itself.
type signed struct {
	access, scope, signature, names, payload, date string
	lifetime                                       time.Duration
	presigned                                      bool
}

// verify judges a request by "Signature Version 4". It answers the hash that the body must have: hexadecimal SHA-256, or
// UNSIGNED-PAYLOAD.
func verify(keys map[string]string, r *http.Request, now time.Time) (string, *refusal) {
	claim, wrong := claimOf(r)
	if wrong != nil {
		return "", wrong
	}
	secret, known := keys[claim.access]
	if !known {
		return "", forbidden("InvalidAccessKeyId", "no such key")
	}
	made, err := time.Parse(timeFormat, claim.date)
	if err != nil {
		return "", forbidden("AccessDenied", "no date")
	}
	if claim.presigned && (now.After(made.Add(claim.lifetime)) || claim.lifetime > longestLife) {
		return "", forbidden("AccessDenied", "Request has expired")
	}
	if made.After(now.Add(clockTolerance)) || (!claim.presigned && now.After(made.Add(clockTolerance))) {
		return "", forbidden("RequestTimeTooSkewed", "clocks differ")
	}
	parts := strings.Split(claim.scope, "/")
	if len(parts) != 4 || !strings.HasPrefix(claim.date, parts[0]) || parts[2] != "s3" || parts[3] != "aws4_request" {
		return "", forbidden("AuthorizationHeaderMalformed", "the scope is not one of S3")
	}
	if !strings.Contains(";"+claim.names+";", ";host;") {
		return "", forbidden("AccessDenied", "the host is not signed")
	}
	key := []byte("AWS4" + secret)
	for _, part := range parts {
		key = mac(key, part)
	}
	digest := sha256.Sum256([]byte(canonical(r, claim)))
	text := strings.Join([]string{algorithm, claim.date, claim.scope, hex.EncodeToString(digest[:])}, "\n")
	if !hmac.Equal([]byte(hex.EncodeToString(mac(key, text))), []byte(claim.signature)) {
		return "", forbidden("SignatureDoesNotMatch", "the signature is another one")
	}
	return claim.payload, nil
}

func mac(key []byte, text string) []byte {
	sum := hmac.New(sha256.New, key)
	sum.Write([]byte(text))
	return sum.Sum(nil)
}

func claimOf(r *http.Request) (signed, *refusal) {
	query := r.URL.Query()
	if query.Get("X-Amz-Algorithm") == algorithm {
		seconds, err := strconv.Atoi(query.Get("X-Amz-Expires"))
		if err != nil || seconds < 1 {
			return signed{}, forbidden("AuthorizationQueryParametersError", "X-Amz-Expires is no number")
		}
		access, scope, _ := strings.Cut(query.Get("X-Amz-Credential"), "/")
		return signed{access: access, scope: scope, signature: query.Get("X-Amz-Signature"),
			names: query.Get("X-Amz-SignedHeaders"), payload: unsignedPayload, date: query.Get("X-Amz-Date"),
			lifetime: time.Duration(seconds) * time.Second, presigned: true}, nil
	}
	rest, found := strings.CutPrefix(r.Header.Get("Authorization"), algorithm+" ")
	payload := r.Header.Get("X-Amz-Content-Sha256")
	if !found || payload == "" {
		return signed{}, forbidden("AccessDenied", "the request is not signed")
	}
	fields := map[string]string{}
	for _, field := range strings.Split(rest, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(field), "=")
		fields[name] = value
	}
	access, scope, _ := strings.Cut(fields["Credential"], "/")
	return signed{access: access, scope: scope, signature: fields["Signature"], names: fields["SignedHeaders"],
		payload: payload, date: r.Header.Get("X-Amz-Date")}, nil
}

func canonical(r *http.Request, claim signed) string {
	var headers strings.Builder
	for _, name := range strings.Split(claim.names, ";") {
		value := strings.Join(r.Header.Values(name), ",")
		switch name {
		case "host":
			value = r.Host
		case "content-length":
			value = strconv.FormatInt(r.ContentLength, 10)
		}
		headers.WriteString(name + ":" + strings.Join(strings.Fields(value), " ") + "\n")
	}
	return strings.Join([]string{r.Method, r.URL.EscapedPath(), canonicalQuery(r), headers.String(), claim.names, claim.payload}, "\n")
}

func canonicalQuery(r *http.Request) string {
	var pairs []string
	for name, values := range r.URL.Query() {
		if name == "X-Amz-Signature" {
			continue
		}
		for _, value := range values {
			pairs = append(pairs, escaped(name)+"="+escaped(value))
		}
	}
	sort.Strings(pairs)
	return strings.Join(pairs, "&")
}

func escaped(text string) string {
	return strings.ReplaceAll(url.QueryEscape(text), "+", "%20")
}
