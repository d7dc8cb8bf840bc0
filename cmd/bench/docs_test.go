package main

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/leakvet/leakvet/cmd/internal/bench"
	"github.com/leakvet/leakvet/internal/generated"
)

var update = flag.Bool("update", false, "rewrite the generated part of docs/performance.md, and the plot")

const (
	page = "../../docs/performance.md"
	data = "../../docs/performance/record.json"
	plot = "../../docs/performance/cost.svg"
)

// TestDocs compares the tables and the plot with the figures that they are made of.
func TestDocs(t *testing.T) {
	file, err := os.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	record, err := bench.ReadRecord(file)
	if err != nil {
		t.Fatal(err)
	}
	var tables strings.Builder
	record.WriteTables(&tables)
	const command = "go test ./cmd/bench -run TestDocs -update"
	generated.Check(t, page, map[string]string{"FIGURES": tables.String()}, *update, command)

	var svg bytes.Buffer
	if err := record.WritePlot(&svg); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(plot, svg.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(plot); err != nil || !bytes.Equal(got, svg.Bytes()) {
		t.Errorf("%s is out of date (%v): run %s", plot, err, command)
	}
}
