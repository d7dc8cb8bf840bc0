// Cacheprog is a program for GOCACHEPROG: the go command keeps its cache in a
// directory that machines share.
//
//	GOCACHEPROG='cacheprog /mnt/cache'
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"time"
)

// A request is a line of the go command; that of a put is followed by one with the
// body. The fields of both are those of cmd/go/internal/cacheprog.
type request struct {
	ID                 int64
	Command            string
	ActionID, OutputID []byte
	BodySize           int64
}

type response struct {
	ID            int64
	KnownCommands []string   `json:",omitempty"`
	Miss          bool       `json:",omitempty"`
	OutputID      []byte     `json:",omitempty"`
	Size          int64      `json:",omitempty"`
	Time          *time.Time `json:",omitempty"`
	DiskPath      string     `json:",omitempty"`
}

func main() {
	if err := serve(os.Args[1], os.Stdin, json.NewEncoder(os.Stdout)); err != nil {
		log.Fatal(err)
	}
}

func serve(dir string, in io.Reader, out *json.Encoder) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	if err := out.Encode(response{KnownCommands: []string{"get", "put", "close"}}); err != nil {
		return err
	}
	dec := json.NewDecoder(bufio.NewReader(in))
	for {
		var req request
		if err := dec.Decode(&req); err != nil {
			return err
		}
		res := response{ID: req.ID, DiskPath: filepath.Join(dir, fmt.Sprintf("%x", req.ActionID))}
		var err error
		switch req.Command {
		case "get":
			get(&res)
		case "put":
			err = put(req, res.DiskPath, dec)
		case "close":
			return out.Encode(response{ID: req.ID})
		}
		if err != nil {
			return err
		}
		if err := out.Encode(res); err != nil {
			return err
		}
	}
}

// get looks for a file, and for the ID of its content beside it.
func get(res *response) {
	id, err := os.ReadFile(res.DiskPath + ".id")
	info, err2 := os.Stat(res.DiskPath)
	if err != nil || err2 != nil {
		res.Miss, res.DiskPath = true, ""
		return
	}
	written := info.ModTime()
	res.OutputID, res.Size, res.Time = id, info.Size(), &written
}

func put(req request, file string, dec *json.Decoder) error {
	var body []byte
	if req.BodySize > 0 {
		if err := dec.Decode(&body); err != nil {
			return err
		}
	}
	if err := os.WriteFile(file, body, 0o666); err != nil {
		return err
	}
	return os.WriteFile(file+".id", req.OutputID, 0o666)
}
