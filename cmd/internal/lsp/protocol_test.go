package lsp

import (
	"errors"
	"io"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/leakvet/leakvet/analyzer"
)

// fails calls a method, which has to fail with the code.
func (c *client) fails(method, params string, code int64) {
	c.t.Helper()
	err := c.rpc.Call(c.t.Context(), method, raw(params), nil)
	if codeOf(err) != code {
		c.t.Errorf("%s: %v, want %v", method, err, code)
	}
}

// codeOf returns what the server says that an error is.
func codeOf(err error) int64 {
	if told, ok := errors.AsType[*jsonrpc2.Error](err); ok {
		return told.Code
	}
	return 0
}

func TestLifeCycle(t *testing.T) {
	c := connect(t, nil)
	c.fails("textDocument/hover", `{}`, codeNotInitialized)
	c.notify("textDocument/didOpen", `{}`) // nobody answers
	c.call("initialize", everything, nil)
	c.fails("initialize", everything, jsonrpc2.CodeInvalidRequest)
	c.call("shutdown", `null`, nil)
	c.fails("textDocument/hover", `{}`, jsonrpc2.CodeInvalidRequest)
	c.notify("exit", `null`)
	err := <-c.ended
	c.ended <- nil
	if err != nil {
		t.Errorf("the server ends with %v", err)
	}
}

func TestLeave(t *testing.T) {
	for name, leave := range map[string]func(*client) error{
		"exit without shutdown": func(c *client) error { return c.rpc.Notify(c.t.Context(), "exit", nil) },
		"end of the stream":     func(c *client) error { return c.rpc.Close() },
	} {
		t.Run(name, func(t *testing.T) {
			c := start(t, nil)
			if err := leave(c); err != nil {
				t.Fatal(err)
			}
			err := <-c.ended
			c.ended <- nil
			if !errors.Is(err, ErrNoShutdown) {
				t.Errorf("the server ends with %v", err)
			}
		})
	}
}

// TestLateMessages talks on after the farewell.
func TestLateMessages(t *testing.T) {
	c := start(t, map[string]string{"p/p.go": leak})
	c.notify("exit", `{}`)
	for range 100 {
		// Once the server has closed its end, nothing can be sent.
		_ = c.rpc.Notify(t.Context(), "textDocument/didOpen", raw(`{"textDocument": {"uri": "`+c.uri("p/p.go")+`", "text": ""}}`))
		_ = c.rpc.Notify(t.Context(), "textDocument/didClose", raw(`{"textDocument": {"uri": "`+c.uri("p/p.go")+`"}}`))
	}
	if err := <-c.ended; !errors.Is(err, ErrNoShutdown) {
		t.Errorf("the server ends with %v", err)
	}
	c.ended <- nil
}

// TestTurns asks and asks before it reads an answer: they come in the order of the
// questions.
func TestTurns(t *testing.T) {
	s, err := newServer(t.Context(), Options{Tool: tool, Config: new(analyzer.Config)})
	if err != nil {
		t.Fatal(err)
	}
	fromClient, toServer := io.Pipe()
	fromServer, toClient := io.Pipe()
	defer time.AfterFunc(limit, func() { _ = toClient.Close(); _ = fromClient.Close() }).Stop()
	ended := make(chan error, 1)
	go func() { ended <- s.serve(fromClient, toClient) }()
	stream := jsonrpc2.NewBufferedStream(streams{fromServer, toServer}, jsonrpc2.VSCodeObjectCodec{})
	const questions = 20
	for id := range uint64(questions) {
		if err := stream.WriteObject(jsonrpc2.Request{Method: "shutdown", ID: jsonrpc2.ID{Num: id}}); err != nil {
			t.Fatalf("question %d: %v", id, err)
		}
	}
	for id := range uint64(questions) {
		var answer jsonrpc2.Response
		if err := stream.ReadObject(&answer); err != nil || answer.ID.Num != id || answer.Error == nil {
			t.Fatalf("got %+v, %v for question %d", answer, err, id)
		}
	}
	if err := stream.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; !errors.Is(err, ErrNoShutdown) {
		t.Errorf("the server ends with %v", err)
	}
}

func TestClientProcess(t *testing.T) {
	cmd := exec.Command("go", "version")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if !isAlive(cmd.Process.Pid) {
		t.Error("a process that runs, or that nobody has waited for, is not seen")
	}
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	if isAlive(cmd.Process.Pid) {
		t.Error("a process that has ended is taken for one that runs")
	}
}

// TestBadMessages sends what no client should, and then asks for something.
func TestBadMessages(t *testing.T) {
	c := start(t, map[string]string{"p/p.go": leak})
	c.fails("nosuch", `{}`, jsonrpc2.CodeMethodNotFound)
	c.fails("textDocument/hover", `{"position": 7}`, jsonrpc2.CodeInvalidParams)
	c.fails("textDocument/codeAction", `["x"]`, jsonrpc2.CodeInvalidParams)
	for method, params := range map[string]string{
		"$/nosuch":                         `{}`,
		"$/cancelRequest":                  `{"id": [1]}`,
		"textDocument/didOpen":             `{"textDocument": {"uri": "%"}}`,
		"textDocument/didChange":           `{"textDocument": {"uri": "file:///nosuch.go"}, "contentChanges": [{"text": ""}]}`,
		"textDocument/didClose":            `{"textDocument": {"uri": "file:///nosuch.go"}}`,
		"textDocument/didSave":             `{}`,
		"workspace/didChangeConfiguration": `{"settings": [7]}`,
		"workspace/didChangeWatchedFiles":  `{"changes": [{"uri": "%"}]}`,
		"window/workDoneProgress/cancel":   `{"token": 7}`,
	} {
		c.notify(method, params)
	}
	c.open("p/p.go", leak)
	c.shows("p/p.go", neverClosed)
	c.until("word of what is wrong", func() bool {
		return strings.Contains(strings.Join(c.messages, "\n"), "window/workDoneProgress/cancel: ")
	})
}

func TestPanic(t *testing.T) {
	c := start(t, map[string]string{"p/p.go": leak})
	c.open("p/p.go", leak)
	c.shows("p/p.go", neverClosed)
	c.server.mu.Lock()
	c.server.packages[c.path("p")].found["example.com/m/p"].texts = nil // an internal error
	c.server.mu.Unlock()
	c.fails("textDocument/codeAction", `{"textDocument": {"uri": "`+c.uri("p/p.go")+`"}, "range": {}, "context": {}}`, jsonrpc2.CodeInternalError)
	c.change("p/p.go", mended)
	c.shows("p/p.go")
	c.until("the report", func() bool {
		return strings.Contains(strings.Join(c.messages, "\n"), "internal error in textDocument/codeAction: ")
	})
}

func TestCancelRequest(t *testing.T) {
	c := start(t, map[string]string{"p/p.go": leak}) // its initialize is request 0
	c.server.opts.Delay = time.Hour                  // the run that the next request waits for does not come
	c.open("p/p.go", leak)
	answer := make(chan error, 1)
	go func() {
		answer <- c.rpc.Call(t.Context(), "textDocument/codeAction", raw(`{"textDocument": {"uri": "`+c.uri("p/p.go")+`"}}`), nil)
	}()
	for {
		select {
		case err := <-answer:
			if codeOf(err) != codeCancelled {
				t.Errorf("got %v", err)
			}
			return
		case <-time.After(time.Millisecond): // until the request has arrived
			c.notify("$/cancelRequest", `{"id": 1}`)
		}
	}
}

func TestEncodings(t *testing.T) {
	content := strings.Replace(leak, "f, err :=", "/* é€😀 */ f, err :=", 1)
	for offered, want := range map[string]struct {
		encoding encoding
		column   int
	}{
		`[]`:                   {utf16Encoding, 22},
		`["utf-32", "utf-16"]`: {utf16Encoding, 22},
		`["utf-16", "utf-8"]`:  {utf8Encoding, 27},
	} {
		c := connect(t, map[string]string{"p/p.go": content})
		var result initializeResult
		c.call("initialize", `{"capabilities": {"general": {"positionEncodings": `+offered+`}}}`, &result)
		if result.Capabilities.PositionEncoding != want.encoding {
			t.Errorf("%s: %s", offered, result.Capabilities.PositionEncoding)
		}
		c.open("p/p.go", content)
		if d := c.shows("p/p.go", neverClosed)[0]; d.Range.Start != (position{5, want.column}) {
			t.Errorf("%s: %+v", offered, d.Range)
		}
	}
}
