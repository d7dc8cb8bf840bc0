// Package plain is about writers of which it is not known where they lead.
package plain

import (
	"bufio"
	"compress/gzip"
	"io"
	"net/http"
)

func badNoResult(w io.Writer, data []byte) {
	gz := gzip.NewWriter(w)
	defer gz.Close() // want "cleanuperr: the error of gz.Close is dropped"
	gz.Write(data)
}

func badResponse(w http.ResponseWriter, data []byte) {
	out := bufio.NewWriter(w)
	defer out.Flush() // want "cleanuperr: the error of out.Flush is dropped"
	out.Write(data)
}

func goodInMemory(data []byte) []byte {
	r, w := io.Pipe()
	go func() {
		gz := gzip.NewWriter(w)
		gz.Write(data)
		w.CloseWithError(gz.Close())
	}()
	all, _ := io.ReadAll(r)
	return all
}
