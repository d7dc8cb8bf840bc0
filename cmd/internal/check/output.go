package check

import (
	"bytes"
	"encoding/json"
	"strings"
	"sync"
)

// output reads what go vet -json writes: a JSON object for every package, and
// text about what went wrong. Before Go 1.26 both come on standard error.
type output struct {
	stdout, stderr stream
	progress       func(done int)
	failure        error // of go vet, which does not fail because of findings

	mu    sync.Mutex // guards what the two streams share
	units int        // packages that the tool was run on
	trees []tree
}

// A tree is the JSON of one package: package → analyzer → diagnostics or error.
type tree map[string]map[string]json.RawMessage

func newOutput(progress func(done int)) *output {
	out := &output{progress: progress}
	out.stdout.out, out.stderr.out = out, out
	return out
}

func (o *output) add(t tree) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.trees = append(o.trees, t)
	o.units++
	if o.progress != nil {
		o.progress(o.units)
	}
}

// A stream is one of the two standard streams, read line by line as it comes.
type stream struct {
	out    *output
	rest   []byte   // the unfinished line
	object []string // the lines of the unfinished object
	text   []string // the lines that belong to no object
}

func (s *stream) Write(data []byte) (int, error) {
	s.rest = append(s.rest, data...)
	for {
		line, rest, found := bytes.Cut(s.rest, []byte("\n"))
		if !found {
			return len(data), nil
		}
		s.line(strings.TrimSuffix(string(line), "\r"))
		s.rest = rest
	}
}

// line takes a line. An object begins and ends with a brace in column one.
func (s *stream) line(line string) {
	if len(s.object) == 0 && !strings.HasPrefix(line, "{") {
		s.text = append(s.text, line)
		return
	}
	s.object = append(s.object, line)
	if !strings.HasPrefix(line, "}") && line != "{}" {
		return
	}
	var t tree
	if json.Unmarshal([]byte(strings.Join(s.object, "\n")), &t) == nil {
		s.out.add(t)
	} else {
		s.text = append(s.text, s.object...)
	}
	s.object = nil
}

// flush takes what is left when the stream has ended.
func (s *stream) flush() {
	s.text = append(s.text, s.object...)
	if len(s.rest) > 0 {
		s.text = append(s.text, string(s.rest))
	}
	s.object, s.rest = nil, nil
}

// errors returns the first error of every package, and those that concern no
// package. The others follow from it, or will be seen once it is mended.
func (o *output) errors() []string {
	if o.failure == nil {
		return nil // the text, if any, is chatter
	}
	var errs []string
	seen := make(map[string]bool)
	pkg, skip := "", false
	for _, line := range append(o.stdout.text, o.stderr.text...) {
		switch {
		case strings.HasPrefix(line, "# "):
			// "# p", "# [p]" for its tests, "# p [q.test]" for a variant of it.
			pkg = strings.Trim(strings.Fields(line)[1], "[]")
		case strings.HasPrefix(line, "\t"):
			if !skip {
				errs[len(errs)-1] += "\n" + line
			}
		default:
			skip = isChatter(line) || pkg != "" && seen[pkg]
			if !skip {
				errs = append(errs, line+mend(line))
				seen[pkg] = true
			}
		}
	}
	if len(errs) == 0 {
		return []string{"go vet: " + o.failure.Error()}
	}
	return errs
}

// mend says what to do where the go command does not: about a Go that is too old for
// the module.
func mend(line string) string {
	if strings.Contains(line, " requires go >= ") && !strings.HasPrefix(line, "\t") {
		return ": install that Go, or let the go command fetch it with GOTOOLCHAIN=auto"
	}
	return ""
}

// isChatter reports whether the go command only says what it is doing.
func isChatter(line string) bool {
	for _, prefix := range []string{"go: downloading ", "go: finding ", "go: extracting ", "go: warning: ", "WORK="} {
		if strings.HasPrefix(line, prefix) {
			return true
		}
	}
	return line == ""
}
