// The Go peer for `GET /api/v1/assets/{id}`: net/http, pgx and go-redis do what our API does for it, with the same statement: the bearer
// token's session out of Redis, the asset and the caller's rights out of PostgreSQL, the check, the JSON.
//
// Usage: peer ADDRESS, with DATABASE_URL, REDIS_ADDRESS, REDIS_PASSWORD, SQL and POOL in the environment.
package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/redis/go-redis/v9"
)

type session struct {
	User    uuid.UUID `json:"user"`
	Role    string    `json:"role"`
	Expires time.Time `json:"expires"`
}

type asset struct {
	ID           uuid.UUID  `json:"asset_id"`
	ExternalID   *string    `json:"external_id,omitempty"`
	Type         string     `json:"type"`
	Status       string     `json:"status"`
	Title        string     `json:"title"`
	Description  string     `json:"description,omitempty"`
	Filename     string     `json:"filename"`
	MimeType     string     `json:"mime_type"`
	Size         int64      `json:"size"`
	SHA256       *string    `json:"sha256,omitempty"`
	Priority     string     `json:"priority"`
	Restricted   bool       `json:"restricted"`
	Tags         []string   `json:"tags,omitempty"`
	CreatedBy    uuid.UUID  `json:"created_by"`
	CreatedAt    time.Time  `json:"created_at"`
	UpdatedAt    time.Time  `json:"updated_at"`
	EditVersion  int64      `json:"edit_version"`
	Version      int64      `json:"version"`
	CollectionID uuid.UUID  `json:"collection_id"`
	EditedBy     *uuid.UUID `json:"edited_by,omitempty"`
	EditedAt     *time.Time `json:"edited_at,omitempty"`
	LegalHold    bool       `json:"legal_hold,omitempty"`

	key, reason *string
	trashed     *time.Time
	editorial   []byte
	technical   []byte
	granted     int
	atHome      int
	isReader    bool
}

const view = 1

type server struct {
	db    *pgxpool.Pool
	cache *redis.Client
	sql   string
}

// The key of a session in Redis; the benchmark writes it there.
func sessionKey(token string) string {
	sum := sha256.Sum256([]byte(token))
	return "bench:session:" + hex.EncodeToString(sum[:])
}

func (s *server) caller(r *http.Request) (session, bool) {
	var one session
	token, isBearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !isBearer {
		return one, false
	}
	text, err := s.cache.Get(r.Context(), sessionKey(token)).Bytes()
	if err != nil || json.Unmarshal(text, &one) != nil {
		return one, false
	}
	return one, one.Expires.After(time.Now())
}

func (s *server) get(w http.ResponseWriter, r *http.Request) {
	who, known := s.caller(r)
	if !known {
		http.Error(w, "", http.StatusUnauthorized)
		return
	}
	id, err := uuid.Parse(r.PathValue("id"))
	if err != nil {
		http.Error(w, "", http.StatusBadRequest)
		return
	}
	found, err := s.find(r.Context(), id, who.User)
	if err == pgx.ErrNoRows || (err == nil && (found.trashed != nil || !maySee(who, found))) {
		http.Error(w, "", http.StatusNotFound)
		return
	}
	if err != nil {
		http.Error(w, "", http.StatusServiceUnavailable)
		return
	}
	body, _ := json.Marshal(found)
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("ETag", fmt.Sprintf("\"%d.%d\"", found.EditVersion, found.Version))
	w.Write(body)
}

func maySee(who session, one *asset) bool {
	return who.Role == "admin" || one.CreatedBy == who.User || one.granted&view != 0 || one.isReader
}

func (s *server) find(ctx context.Context, id, user uuid.UUID) (*asset, error) {
	var a asset
	err := s.db.QueryRow(ctx, s.sql, id, user).Scan(&a.ID, &a.ExternalID, &a.Type, &a.Status, &a.Title, &a.Description, &a.Filename,
		&a.MimeType, &a.Size, &a.SHA256, &a.key, &a.reason, &a.CreatedBy, &a.CreatedAt, &a.UpdatedAt, &a.EditVersion, &a.Version,
		&a.CollectionID, &a.Priority, &a.Restricted, &a.Tags, &a.EditedBy, &a.EditedAt, &a.trashed, &a.LegalHold, &a.editorial,
		&a.granted, &a.atHome, &a.isReader, &a.technical)
	return &a, err
}

func main() {
	config, err := pgxpool.ParseConfig(os.Getenv("DATABASE_URL"))
	if err != nil {
		log.Fatal(err)
	}
	pool, err := strconv.Atoi(os.Getenv("POOL"))
	if err != nil {
		log.Fatal("POOL: ", err)
	}
	config.MaxConns = int32(pool)
	db, err := pgxpool.NewWithConfig(context.Background(), config)
	if err != nil {
		log.Fatal(err)
	}
	cache := redis.NewClient(&redis.Options{Addr: os.Getenv("REDIS_ADDRESS"), Password: os.Getenv("REDIS_PASSWORD"), DisableIndentity: true})
	s := &server{db, cache, os.Getenv("SQL")}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /health/live", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Write([]byte(`{"status":"live"}`))
	})
	mux.HandleFunc("GET /api/v1/assets/{id}", s.get)
	log.Fatal(http.ListenAndServe(os.Args[1], mux))
}
