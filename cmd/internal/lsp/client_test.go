package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/leakvet/leakvet/analyzer"
	"github.com/leakvet/leakvet/internal/exetest"
	"github.com/leakvet/leakvet/internal/filetest"
)

// tool is leakvet's executable, for go vet.
var tool string

func TestMain(m *testing.M) {
	exetest.Main(m, "../../leakvet", "leakvet", func(executable string) { tool = executable })
}

// limit is how long a test waits for what has to come. A cold cache takes a while.
const limit = 20 * time.Second

// A client is an editor, in the test's process.
type client struct {
	t       testing.TB
	server  *server
	rpc     *jsonrpc2.Conn
	dir     string // of the files
	ended   chan error
	version int
	// cancelNext says to cancel the next progress as soon as it comes; cancelled gets
	// what comes of it.
	cancelNext bool
	cancelled  chan error

	mu       sync.Mutex
	shown    map[string]publishParams // by file name: the last of each
	messages []string
	progress []progressParams
	watchers []string
	news     chan struct{} // closed and replaced when something comes
}

// everything is what a modern client can do.
const everything = `{"processId": null, "capabilities": {
	"general": {"positionEncodings": ["utf-16"]},
	"textDocument": {"publishDiagnostics": {"relatedInformation": true}},
	"window": {"workDoneProgress": true},
	"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}, "workspaceEdit": {"documentChanges": true}}
}}`

// start starts a server for a module with the files, and says hello to it.
func start(t *testing.T, files map[string]string) *client {
	c := connect(t, files)
	c.call("initialize", everything, nil)
	c.notify("initialized", `{}`)
	return c
}

// connect starts a server and leaves it alone.
func connect(t testing.TB, files map[string]string) *client {
	t.Helper()
	c := &client{t: t, dir: t.TempDir(), ended: make(chan error, 1), shown: make(map[string]publishParams), news: make(chan struct{}), cancelled: make(chan error, 1)}
	if files["go.mod"] == "" && files["go.work"] == "" {
		c.write("go.mod", "module example.com/m\n\ngo 1.26\n")
	}
	for name, content := range files {
		c.write(name, content)
	}
	fromClient, toServer := io.Pipe()
	fromServer, toClient := io.Pipe()
	var err error
	c.server, err = newServer(t.Context(), Options{Tool: tool, Config: new(analyzer.Config), Tests: true})
	if err != nil {
		t.Fatal(err)
	}
	go func() { c.ended <- c.server.serve(fromClient, toClient) }()
	stream := jsonrpc2.NewBufferedStream(streams{fromServer, toServer}, jsonrpc2.VSCodeObjectCodec{})
	c.rpc = jsonrpc2.NewConn(context.Background(), stream, jsonrpc2.HandlerWithError(c.serve).SuppressErrClosed())
	t.Cleanup(func() {
		_ = c.rpc.Close()
		select {
		case <-c.ended:
		case <-time.After(limit):
			t.Error("the server does not end")
		}
	})
	return c
}

// serve takes what the server sends or asks for.
func (c *client) serve(_ context.Context, _ *jsonrpc2.Conn, req *jsonrpc2.Request) (any, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var params json.RawMessage
	if req.Params != nil {
		params = *req.Params
	}
	switch req.Method {
	case "textDocument/publishDiagnostics":
		var p publishParams
		c.unmarshal(params, &p)
		rel, err := filepath.Rel(c.dir, pathOf(p.URI))
		if err != nil || p.Diagnostics == nil {
			c.t.Errorf("published: %s", params)
		}
		c.shown[filepath.ToSlash(rel)] = p
	case "window/logMessage", "window/showMessage":
		var p messageParams
		c.unmarshal(params, &p)
		c.messages = append(c.messages, p.Message)
	case "$/progress":
		var p progressParams
		c.unmarshal(params, &p)
		c.progress = append(c.progress, p)
		if c.cancelNext {
			c.cancelNext = false
			go func() {
				c.cancelled <- c.rpc.Notify(c.t.Context(), "window/workDoneProgress/cancel", progressToken{p.Token})
			}()
		}
	case "client/registerCapability":
		c.watchers = append(c.watchers, string(params))
	case "window/workDoneProgress/create":
	default:
		c.t.Errorf("unexpected: %s", req.Method)
	}
	close(c.news)
	c.news = make(chan struct{})
	return nil, nil
}

func (c *client) unmarshal(params json.RawMessage, into any) {
	if err := json.Unmarshal(params, into); err != nil {
		c.t.Errorf("%s: %v", params, err)
	}
}

// until waits until a condition holds of what came from the server.
func (c *client) until(what string, holds func() bool) {
	c.t.Helper()
	timeout := time.After(limit)
	for {
		c.mu.Lock()
		ok, news := holds(), c.news
		c.mu.Unlock()
		if ok {
			return
		}
		select {
		case <-news:
		case err := <-c.ended:
			c.ended <- err
			c.t.Fatalf("the server has ended: %v", err)
		case <-timeout:
			c.mu.Lock()
			defer c.mu.Unlock()
			c.t.Fatalf("in vain waited for %s; shown: %+v; messages: %q", what, c.shown, c.messages)
		}
	}
}

// shows waits until the editor shows these messages in the version of the file that
// it has sent last.
func (c *client) shows(name string, messages ...string) []diagnostic {
	c.t.Helper()
	var last publishParams
	c.until(fmt.Sprintf("%q in version %d of %s", messages, c.version, name), func() bool {
		last = c.shown[name]
		if last.URI == "" || last.Version != nil && *last.Version != c.version || len(last.Diagnostics) != len(messages) {
			return false
		}
		for i, m := range messages {
			if !strings.Contains(last.Diagnostics[i].Message, m) {
				return false
			}
		}
		return true
	})
	return last.Diagnostics
}

func (c *client) call(method, params string, into any) {
	c.t.Helper()
	if err := c.rpc.Call(c.t.Context(), method, raw(params), into); err != nil {
		c.t.Fatalf("%s: %v", method, err)
	}
}

func (c *client) notify(method, params string) {
	c.t.Helper()
	if err := c.rpc.Notify(c.t.Context(), method, raw(params)); err != nil {
		c.t.Fatalf("%s: %v", method, err)
	}
}

// raw are parameters that are sent as they are.
type raw string

func (r raw) MarshalJSON() ([]byte, error) { return []byte(r), nil }

func (c *client) path(name string) string { return filepath.Join(c.dir, filepath.FromSlash(name)) }
func (c *client) uri(name string) string  { return uriOf(c.path(name)) }

// write writes a file on the disk, of which the server hears nothing.
func (c *client) write(name, content string) {
	c.t.Helper()
	filetest.Write(c.t, c.path(name), content)
}

func (c *client) open(name, content string) {
	c.t.Helper()
	c.version++
	c.notify("textDocument/didOpen", fmt.Sprintf(`{"textDocument": {"uri": %q, "languageId": "go", "version": %d, "text": %q}}`, c.uri(name), c.version, content))
}

// change replaces the text of a file in the editor.
func (c *client) change(name, content string) {
	c.t.Helper()
	c.version++
	c.notify("textDocument/didChange", fmt.Sprintf(`{"textDocument": {"uri": %q, "version": %d}, "contentChanges": [{"text": %q}]}`, c.uri(name), c.version, content))
}

func (c *client) save(name, content string) {
	c.t.Helper()
	c.write(name, content)
	c.notify("textDocument/didSave", fmt.Sprintf(`{"textDocument": {"uri": %q}}`, c.uri(name)))
}

func (c *client) close(name string) {
	c.t.Helper()
	c.notify("textDocument/didClose", fmt.Sprintf(`{"textDocument": {"uri": %q}}`, c.uri(name)))
}

// actions asks for code actions of a kind at a line of p/p.go.
func (c *client) actions(line int, kind string) []codeAction {
	c.t.Helper()
	var actions []codeAction
	c.call("textDocument/codeAction", fmt.Sprintf(`{"textDocument": {"uri": %q}, "range": {"start": {"line": %d, "character": 0}, "end": {"line": %[2]d, "character": 99}}, "context": {"diagnostics": [], "only": [%q]}}`, c.uri("p/p.go"), line, kind), &actions)
	return actions
}

// applyEdits applies edits as an editor does.
func applyEdits(content string, edits []textEdit) string {
	t := newText(content)
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b textEdit) int {
		return t.offset(b.Range.Start, utf16Encoding) - t.offset(a.Range.Start, utf16Encoding)
	})
	for _, e := range edits {
		t = t.apply([]contentChange{{&e.Range, e.NewText}}, utf16Encoding)
	}
	return t.content
}

func mustRead(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func mustRemove(t *testing.T, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}
