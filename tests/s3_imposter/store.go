package main

import (
	"crypto/md5"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"hash"
	"io"
	"net/http"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"
)

const smallestPart = 5 << 20

type part struct {
	ETag   string `json:"etag"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

type multipart struct {
	bucket, key string
	parts       map[int]part
}

// object: of one that was completed, hashes of its parts in their order.
type object struct {
	ETag  string    `json:"etag"`
	Size  int64     `json:"size"`
	Parts []part    `json:"parts"`
	Made  time.Time `json:"made"`
	id    string
}

// report: what tests ask for.
type report struct {
	Objects  map[string]object `json:"objects"`
	Open     int               `json:"open_uploads"`
	Sent     map[string]int    `json:"sent"` // how often the bytes of each part came whole, by KEY PART
	Bytes    int64             `json:"bytes"`
	Refused  map[string]int    `json:"refused"` // by code
	Requests map[string]int    `json:"requests"`
}

type store struct {
	keys      map[string]string
	lock      sync.Mutex
	buckets   map[string]map[string]string // their documents: lifecycle, cors, versioning
	uploads   map[string]*multipart
	completed map[string]string // upload id → path: a completion may be repeated
	next      int
	told      report
	pieces    sync.Pool
}

func newStore(keys map[string]string) *store {
	return &store{
		keys: keys, buckets: map[string]map[string]string{}, uploads: map[string]*multipart{}, completed: map[string]string{},
		told:   report{Objects: map[string]object{}, Sent: map[string]int{}, Refused: map[string]int{}, Requests: map[string]int{}},
		pieces: sync.Pool{New: func() any { piece := make([]byte, 256<<10); return &piece }},
	}
}

func (s *store) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/_imposter/report" {
		s.lock.Lock()
		defer s.lock.Unlock()
		s.told.Open = len(s.uploads)
		_ = json.NewEncoder(w).Encode(s.told)
		return
	}
	payload, wrong := verify(s.keys, r, time.Now())
	if wrong == nil {
		wrong = s.serve(w, r, payload)
	}
	if wrong != nil {
		s.refuse(w, r, wrong)
	}
}

func (s *store) refuse(w http.ResponseWriter, r *http.Request, wrong *refusal) {
	s.lock.Lock()
	s.told.Refused[wrong.code]++
	s.lock.Unlock()
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(wrong.status)
	if r.Method != http.MethodHead {
		fmt.Fprintf(w, "<Error><Code>%s</Code><Message>%s</Message></Error>", wrong.code, wrong.message)
	}
}

// serve does what a request with a good signature asks for.
func (s *store) serve(w http.ResponseWriter, r *http.Request, payload string) *refusal {
	bucket, key, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	query := r.URL.Query()
	id := query.Get("uploadId")
	switch {
	case key == "":
		return s.bucket(w, r, bucket, payload)
	case r.Method == http.MethodPut && id != "":
		return s.take(w, r, payload, id)
	case r.Method == http.MethodPost && query.Has("uploads"):
		return s.open(w, r, bucket, key)
	case r.Method == http.MethodPost && id != "":
		return s.complete(w, r, payload, id)
	case r.Method == http.MethodDelete && id != "":
		return s.abort(w, id)
	case r.Method == http.MethodGet && id != "":
		return s.list(w, r, id)
	case r.Method == http.MethodHead || r.Method == http.MethodGet:
		return s.head(w, r)
	}
	return &refusal{http.StatusNotImplemented, "NotImplemented", r.Method + " is not done here"}
}

func (s *store) count(operation string) {
	s.told.Requests[operation]++
}

// bucket makes one, and keeps its documents as they come.
func (s *store) bucket(w http.ResponseWriter, r *http.Request, name, payload string) *refusal {
	body, wrong := document(r, payload)
	if wrong != nil {
		return wrong
	}
	s.lock.Lock()
	defer s.lock.Unlock()
	s.count("Bucket")
	documents, known := s.buckets[name]
	kind := r.URL.RawQuery
	kind = strings.TrimSuffix(kind, "=")
	switch {
	case r.Method == http.MethodPut && kind == "" && !known:
		s.buckets[name] = map[string]string{}
	case !known:
		return &refusal{http.StatusNotFound, "NoSuchBucket", "no such bucket"}
	case r.Method == http.MethodPut:
		documents[kind] = string(body)
	case r.Method == http.MethodDelete:
		delete(documents, kind)
		w.WriteHeader(http.StatusNoContent)
	case kind == "versioning" && documents[kind] == "":
		fmt.Fprint(w, "<VersioningConfiguration/>")
	case r.Method == http.MethodGet && documents[kind] == "":
		codes := map[string]string{"lifecycle": "NoSuchLifecycleConfiguration", "cors": "NoSuchCORSConfiguration"}
		return &refusal{http.StatusNotFound, codes[kind], "there is none"}
	case r.Method == http.MethodGet:
		fmt.Fprint(w, documents[kind])
	}
	return nil
}

func (s *store) open(w http.ResponseWriter, r *http.Request, bucket, key string) *refusal {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.count("CreateMultipartUpload")
	s.next++
	id := fmt.Sprintf("imposter-%d", s.next)
	s.uploads[id] = &multipart{bucket, key, map[int]part{}}
	answer(w, "InitiateMultipartUploadResult", fmt.Sprintf("<Bucket>%s</Bucket><Key>%s</Key><UploadId>%s</UploadId>", bucket, text(key), id))
	return nil
}

// take reads a part and keeps its hashes.
func (s *store) take(w http.ResponseWriter, r *http.Request, payload, id string) *refusal {
	number, err := strconv.Atoi(r.URL.Query().Get("partNumber"))
	if err != nil || number < 1 || number > 10000 {
		return &refusal{http.StatusBadRequest, "InvalidArgument", "part numbers are 1 to 10000"}
	}
	if r.ContentLength < 0 {
		return &refusal{http.StatusLengthRequired, "MissingContentLength", "the size is not told"}
	}
	s.lock.Lock()
	s.count("UploadPart")
	upload := s.uploads[id]
	s.lock.Unlock()
	if upload == nil || !strings.HasSuffix(r.URL.Path, "/"+upload.key) {
		return noSuchUpload()
	}
	digest, wrong := s.digest(r, payload)
	if wrong != nil {
		return wrong
	}
	taken := part{ETag: digest[:32], Size: r.ContentLength, SHA256: digest}
	s.lock.Lock()
	defer s.lock.Unlock()
	if s.uploads[id] != upload {
		return noSuchUpload()
	}
	upload.parts[number] = taken
	s.told.Sent[fmt.Sprintf("%s %d", upload.key, number)]++
	s.told.Bytes += taken.Size
	w.Header().Set("ETag", `"`+taken.ETag+`"`)
	return nil
}

// digest reads the body to its end: its SHA-256, when that and Content-MD5 are what was told.
func (s *store) digest(r *http.Request, payload string) (string, *refusal) {
	sum := sha256.New()
	var told hash.Hash
	into := io.Writer(sum)
	if r.Header.Get("Content-Md5") != "" {
		told = md5.New()
		into = io.MultiWriter(sum, told)
	}
	piece := s.pieces.Get().(*[]byte)
	defer s.pieces.Put(piece)
	count, err := io.CopyBuffer(struct{ io.Writer }{into}, struct{ io.Reader }{r.Body}, *piece)
	if err != nil || count != r.ContentLength {
		return "", &refusal{http.StatusBadRequest, "IncompleteBody", "the body ended early"}
	}
	digest := hex.EncodeToString(sum.Sum(nil))
	if payload != unsignedPayload && payload != digest {
		return "", &refusal{http.StatusBadRequest, "XAmzContentSHA256Mismatch", "the body has another hash"}
	}
	if told != nil && base64.StdEncoding.EncodeToString(told.Sum(nil)) != r.Header.Get("Content-Md5") {
		return "", &refusal{http.StatusBadRequest, "BadDigest", "the body has another MD5"}
	}
	return digest, nil
}

type completion struct {
	Parts []struct {
		PartNumber int
		ETag       string
	} `xml:"Part"`
}

func (s *store) complete(w http.ResponseWriter, r *http.Request, payload, id string) *refusal {
	body, wrong := document(r, payload)
	if wrong != nil {
		return wrong
	}
	var wanted completion
	if xml.Unmarshal(body, &wanted) != nil || len(wanted.Parts) == 0 {
		return &refusal{http.StatusBadRequest, "MalformedXML", "no list of parts"}
	}
	s.lock.Lock()
	defer s.lock.Unlock()
	s.count("CompleteMultipartUpload")
	upload := s.uploads[id]
	if upload == nil && s.completed[id] == "" {
		return noSuchUpload()
	}
	path := s.completed[id]
	if upload != nil {
		made, wrong := assembled(upload, wanted)
		if wrong != nil {
			return wrong
		}
		path = upload.bucket + "/" + upload.key
		made.id = id
		s.told.Objects[path] = made
		s.completed[id] = path
		delete(s.uploads, id)
	}
	answer(w, "CompleteMultipartUploadResult", fmt.Sprintf("<Key>%s</Key><ETag>&quot;%s&quot;</ETag>", text(path), s.told.Objects[path].ETag))
	return nil
}

// assembled: the object of the parts, when the list is one that S3 takes.
func assembled(upload *multipart, wanted completion) (object, *refusal) {
	made := object{Made: time.Now().UTC()}
	last := 0
	etags := md5.New() // as S3 makes the ETag of an object of parts
	for at, one := range wanted.Parts {
		there, known := upload.parts[one.PartNumber]
		if !known || there.ETag != strings.Trim(one.ETag, `"`) {
			return made, &refusal{http.StatusBadRequest, "InvalidPart", fmt.Sprintf("part %d is not there", one.PartNumber)}
		}
		if one.PartNumber <= last {
			return made, &refusal{http.StatusBadRequest, "InvalidPartOrder", "parts are not in their order"}
		}
		if at+1 < len(wanted.Parts) && there.Size < smallestPart {
			return made, &refusal{http.StatusBadRequest, "EntityTooSmall", fmt.Sprintf("part %d is too small", one.PartNumber)}
		}
		last = one.PartNumber
		made.Size += there.Size
		made.Parts = append(made.Parts, there)
		bytes, _ := hex.DecodeString(there.ETag)
		etags.Write(bytes)
	}
	made.ETag = fmt.Sprintf("%s-%d", hex.EncodeToString(etags.Sum(nil)), len(made.Parts))
	return made, nil
}

func (s *store) abort(w http.ResponseWriter, id string) *refusal {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.count("AbortMultipartUpload")
	if s.uploads[id] == nil {
		return noSuchUpload()
	}
	delete(s.uploads, id)
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (s *store) list(w http.ResponseWriter, r *http.Request, id string) *refusal {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.count("ListParts")
	upload := s.uploads[id]
	if upload == nil {
		return noSuchUpload()
	}
	after, _ := strconv.Atoi(r.URL.Query().Get("part-number-marker"))
	most, err := strconv.Atoi(r.URL.Query().Get("max-parts"))
	if err != nil {
		most = 1000
	}
	var numbers []int
	for number := range upload.parts {
		if number > after {
			numbers = append(numbers, number)
		}
	}
	sort.Ints(numbers)
	isCut := len(numbers) > most
	if isCut {
		numbers = numbers[:most]
	}
	var listed strings.Builder
	for _, number := range numbers {
		one := upload.parts[number]
		fmt.Fprintf(&listed, "<Part><PartNumber>%d</PartNumber><ETag>&quot;%s&quot;</ETag><Size>%d</Size></Part>", number, one.ETag, one.Size)
		after = number
	}
	fmt.Fprintf(&listed, "<IsTruncated>%t</IsTruncated><NextPartNumberMarker>%d</NextPartNumberMarker>", isCut, after)
	answer(w, "ListPartsResult", listed.String())
	return nil
}

// head answers what is known of an object. Its bytes are gone: who asks for them hears so.
func (s *store) head(w http.ResponseWriter, r *http.Request) *refusal {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.count("HeadObject")
	made, known := s.told.Objects[strings.TrimPrefix(r.URL.Path, "/")]
	if !known {
		return &refusal{http.StatusNotFound, "NoSuchKey", "no such object"}
	}
	if r.Method == http.MethodGet {
		return &refusal{http.StatusGone, "BytesAreGone", "bytes are thrown away here"}
	}
	w.Header().Set("ETag", `"`+made.ETag+`"`)
	w.Header().Set("Content-Length", strconv.FormatInt(made.Size, 10))
	w.Header().Set("Last-Modified", made.Made.Format(http.TimeFormat))
	w.Header().Set("x-amz-version-id", made.id)
	return nil
}

// document reads a small body whose hash was signed.
func document(r *http.Request, payload string) ([]byte, *refusal) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 4<<20))
	digest := sha256.Sum256(body)
	if err != nil || (payload != unsignedPayload && hex.EncodeToString(digest[:]) != payload) {
		return nil, &refusal{http.StatusBadRequest, "XAmzContentSHA256Mismatch", "the body has another hash"}
	}
	return body, nil
}

func answer(w http.ResponseWriter, name, inner string) {
	w.Header().Set("Content-Type", "application/xml")
	fmt.Fprintf(w, `<?xml version="1.0" encoding="UTF-8"?><%s xmlns="http://s3.amazonaws.com/doc/2006-03-01/">%s</%s>`, name, inner, name)
}

func noSuchUpload() *refusal {
	return &refusal{http.StatusNotFound, "NoSuchUpload", "no such upload"}
}

func text(plain string) string {
	var out strings.Builder
	if xml.EscapeText(&out, []byte(plain)) != nil {
		return ""
	}
	return out.String()
}
