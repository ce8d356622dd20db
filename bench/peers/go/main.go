// The Go peer: net/http with the same small answer as our API. Usage: peer ADDRESS
package main

import (
	"log"
	"net/http"
	"os"
)

func main() {
	body := []byte(`{"status":"live"}`)
	http.HandleFunc("/health/live", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Write(body)
	})
	log.Fatal(http.ListenAndServe(os.Args[1], nil))
}
