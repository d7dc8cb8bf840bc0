// Package baseline keeps the findings that a project has taken note of and not yet
// mended, so that only others are reported.
package baseline

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/leakvet/leakvet/cmd/internal/check"
	"github.com/leakvet/leakvet/cmd/internal/fingerprint"
)

// A Baseline is the content of a file.
type Baseline struct {
	Version int     `json:"version"` // of the format
	Entries []Entry `json:"findings"`
}

const version = 1

// An Entry is a finding that occurs Count times.
type Entry struct {
	fingerprint.ID
	Count int `json:"count"`
}

func (e Entry) String() string {
	in := e.Package
	if e.Func != "" {
		in += "." + e.Func
	}
	return fmt.Sprintf("%s: %s: %s", in, e.Rule, e.Message)
}

// New returns the baseline of findings whose files are relative to dir.
func New(dir string, findings []check.Finding) *Baseline {
	count := make(map[fingerprint.ID]int)
	for _, id := range fingerprint.Of(dir, findings) {
		count[id]++
	}
	b := &Baseline{Version: version, Entries: []Entry{}}
	for id, n := range count {
		b.Entries = append(b.Entries, Entry{id, n})
	}
	b.sort()
	return b
}

func (b *Baseline) sort() {
	slices.SortFunc(b.Entries, func(x, y Entry) int {
		return cmp.Or(
			strings.Compare(x.Package, y.Package),
			strings.Compare(x.Func, y.Func),
			strings.Compare(x.Rule, y.Rule),
			strings.Compare(x.Message, y.Message),
		)
	})
}

// Read reads a file.
func Read(path string) (*Baseline, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("no baseline %s: write it with -write-baseline=%[1]s", path)
	}
	if err != nil {
		return nil, err
	}
	b := new(Baseline)
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err = dec.Decode(b); err == nil {
		err = b.validate()
	}
	if err != nil {
		return nil, fmt.Errorf("%s is not a baseline (%w): write it anew with -write-baseline=%[1]s", path, err)
	}
	return b, nil
}

func (b *Baseline) validate() error {
	if b.Version != version {
		return fmt.Errorf("version %d, want %d", b.Version, version)
	}
	for i, e := range b.Entries {
		if e.Rule == "" || e.Package == "" || e.Message == "" || e.Count < 1 {
			return fmt.Errorf("finding %d lacks its rule, package, message or count", i+1)
		}
	}
	return nil
}

// Write writes the file, an entry a line, so that its history reads well.
func (b *Baseline) Write(path string) error {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	fmt.Fprintf(&out, "{\"version\": %d, \"findings\": [", b.Version)
	for i, e := range b.Entries {
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString("\n\t")
		if err := enc.Encode(e); err != nil {
			return err
		}
		out.Truncate(out.Len() - 1) // the newline
	}
	out.WriteString("\n]}\n")
	return os.WriteFile(path, out.Bytes(), 0o666)
}

// Len returns how many findings the baseline has.
func (b *Baseline) Len() int {
	n := 0
	for _, e := range b.Entries {
		n += e.Count
	}
	return n
}

// Split returns the findings that the baseline does not have, and the entries that do
// not occur, or less often than they say.
func (b *Baseline) Split(dir string, findings []check.Finding) (fresh []check.Finding, gone []Entry) {
	left := make(map[fingerprint.ID]int)
	for _, e := range b.Entries {
		left[e.ID] += e.Count
	}
	for i, id := range fingerprint.Of(dir, findings) {
		if left[id] == 0 {
			fresh = append(fresh, findings[i])
			continue
		}
		left[id]--
	}
	for _, e := range b.Entries {
		if n := left[e.ID]; n > 0 {
			gone = append(gone, Entry{e.ID, n})
			left[e.ID] = 0
		}
	}
	return fresh, gone
}

// Keep adds the entries of another baseline that a run had no say about.
func (b *Baseline) Keep(old *Baseline, checked func(fingerprint.ID) bool) {
	for _, e := range old.Entries {
		if !checked(e.ID) {
			b.Entries = append(b.Entries, e)
		}
	}
	b.sort()
}
