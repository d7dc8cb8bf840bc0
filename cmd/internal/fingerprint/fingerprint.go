// Package fingerprint tells findings by what they say and where it belongs, and not
// by lines, so that they are known again when the code around them has changed.
package fingerprint

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"

	"github.com/leakvet/leakvet/cmd/internal/check"
)

// An ID is what a finding is known by.
type ID struct {
	Rule    string `json:"rule"`
	Package string `json:"package"`
	// Func is the function that holds it, "Name" or "Type.Name"; empty outside of
	// functions.
	Func    string `json:"func,omitempty"`
	Message string `json:"message"`
}

// Of returns the IDs of findings, whose files are relative to dir. IDs may be equal:
// a function can do the same wrong twice.
func Of(dir string, findings []check.Finding) []ID {
	ids := make([]ID, len(findings))
	files := make(map[string]funcs)
	for i, f := range findings {
		path := f.File
		if !filepath.IsAbs(path) {
			path = filepath.Join(dir, path)
		}
		if _, ok := files[path]; !ok {
			files[path] = readFuncs(path)
		}
		ids[i] = ID{Rule: f.Rule, Package: f.Package, Func: files[path].at(f.Line), Message: f.Message}
	}
	return ids
}

// Hashes returns a short text for each finding that no other of them has: where IDs
// are equal it counts them.
func Hashes(dir string, findings []check.Finding) []string {
	hashes := make([]string, len(findings))
	count := make(map[ID]int)
	for i, id := range Of(dir, findings) {
		count[id]++
		sum := sha256.Sum256(fmt.Appendf(nil, "%q %d", []string{id.Rule, id.Package, id.Func, id.Message}, count[id]))
		hashes[i] = hex.EncodeToString(sum[:16])
	}
	return hashes
}
