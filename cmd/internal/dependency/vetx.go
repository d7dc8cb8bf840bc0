package dependency

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"go/types"
	"os"
	"runtime/debug"

	"golang.org/x/tools/go/gcexportdata"
)

// knownTools is the version of golang.org/x/tools whose unitchecker reads and writes
// files like those of this package. Where another one was chosen the files are left to
// it.
const knownTools = "v0.52.0"

// FormatIsKnown reports whether this executable was built with a unitchecker whose
// files are like those of this package.
func FormatIsKnown() bool {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return false
	}
	for _, m := range info.Deps {
		if m.Path == "golang.org/x/tools" {
			return m.Replace == nil && m.Version == knownTools
		}
	}
	return false
}

// A file of facts begins with the word vetx and the lengths of its two parts, the types
// of the package in the compiler's indexed format and its facts.
const (
	magic  = "vetx"
	header = len(magic) + 4 + 4
)

// An entry is the content of a file of facts. The types begin with the letter of their
// format, which the file does not have.
type entry struct{ types, facts []byte }

const indexed = 'i'

func readVetx(files map[string]string) (map[string]entry, error) {
	entries := make(map[string]entry, len(files))
	for path, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		if entries[path], err = split(data); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return entries, nil
}

func split(data []byte) (entry, error) {
	if len(data) < header || string(data[:len(magic)]) != magic {
		return entry{}, errors.New("not a file of facts")
	}
	lengths := data[len(magic):]
	nTypes := int(binary.LittleEndian.Uint32(lengths))
	nFacts := int(binary.LittleEndian.Uint32(lengths[4:]))
	if header+nTypes+nFacts > len(data) {
		return entry{}, errors.New("a file of facts that is cut off")
	}
	data[header-1] = indexed
	return entry{data[header-1 : header+nTypes], data[header+nTypes : header+nTypes+nFacts]}, nil
}

func (p *pkg) write(name string, set *factSet) error {
	var out bytes.Buffer
	// Write begins with the letter of the format: a byte of the header takes its place.
	out.WriteString(magic)
	out.Write(make([]byte, header-len(magic)-1))
	if err := gcexportdata.Write(&out, p.fset, p.types); err != nil {
		return err
	}
	nTypes := out.Len() - header
	facts, err := set.encode()
	if err != nil {
		return err
	}
	out.Write(facts)
	data := out.Bytes()
	binary.LittleEndian.PutUint32(data[len(magic):], uint32(nTypes))
	binary.LittleEndian.PutUint32(data[len(magic)+4:], uint32(len(facts)))
	return os.WriteFile(name, data, 0o666)
}

// An importer reads the types of imports.
type importer struct {
	paths   map[string]string
	entries map[string]entry
	p       *pkg
}

func (i *importer) Import(name string) (*types.Package, error) {
	path, ok := i.paths[name]
	if !ok {
		return nil, fmt.Errorf("no package for import %q", name)
	}
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if pkg := i.p.deps[path]; pkg != nil && pkg.Complete() {
		return pkg, nil
	}
	e, ok := i.entries[path]
	if !ok {
		return nil, fmt.Errorf("no file of facts for %q", path)
	}
	return gcexportdata.Read(bytes.NewReader(e.types), i.p.fset, i.p.deps, path)
}
