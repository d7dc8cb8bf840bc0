package lsp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"

	"github.com/sourcegraph/jsonrpc2"
)

// Codes of errors, of the protocol's own.
const (
	codeNotInitialized = -32002
	codeCancelled      = -32800
)

// A method is what the client can ask for.
type method struct {
	do    func(ctx context.Context, params json.RawMessage) (any, error) // with the parameters as they came
	waits bool                                                           // for a run of go vet
}

// methods returns what the server understands.
func (s *server) methods() map[string]method {
	return map[string]method{
		"initialize":              request(s.initialize),
		"shutdown":                request(s.shutdown),
		"textDocument/codeAction": waiting(s.codeAction),
		"textDocument/hover":      waiting(s.hover),

		"initialized":                      notification(s.initialized),
		"exit":                             notification(s.exit),
		"$/cancelRequest":                  notification(s.cancelRequest),
		"textDocument/didOpen":             notification(s.didOpen),
		"textDocument/didChange":           notification(s.didChange),
		"textDocument/didSave":             notification(s.didSave),
		"textDocument/didClose":            notification(s.didClose),
		"workspace/didChangeConfiguration": notification(s.didChangeConfiguration),
		"workspace/didChangeWatchedFiles":  notification(s.didChangeWatchedFiles),
		"window/workDoneProgress/cancel":   notification(s.cancelProgress),
	}
}

// request makes a method of a function that answers.
func request[P, R any](f func(context.Context, P) (R, error)) method {
	return method{do: func(ctx context.Context, data json.RawMessage) (any, error) {
		var params P
		if err := decode(data, &params); err != nil {
			return nil, failure(jsonrpc2.CodeInvalidParams, "%v", err)
		}
		return f(ctx, params)
	}}
}

// waiting makes a method of a function that answers after a run.
func waiting[P, R any](f func(context.Context, P) (R, error)) method {
	m := request(f)
	m.waits = true
	return m
}

// notification makes a method of a function that does not answer.
func notification[P any](f func(P)) method {
	return request(func(_ context.Context, params P) (any, error) {
		f(params)
		return nil, nil
	})
}

// nothing are the parameters of a method that needs none.
type nothing struct{}

// Handle serves a message in its turn, and in the background: the client may want to be
// rid of the next one before it reads an answer. A request that waits only begins in turn.
func (s *server) Handle(ctx context.Context, conn *jsonrpc2.Conn, req *jsonrpc2.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	method := s.methods()[req.Method]
	before, served := s.served, make(chan struct{})
	s.served = served
	s.job(func() {
		next := sync.OnceFunc(func() { close(served) })
		defer next()
		<-before
		if method.waits {
			var done func()
			ctx, done = s.cancellable(ctx, req.ID)
			defer done()
			next()
		}
		s.answer(ctx, conn, req, method)
	})
}

// cancellable returns a context for a request that can be cancelled, and what to call at its end.
func (s *server) cancellable(ctx context.Context, id jsonrpc2.ID) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests[id] = cancel
	return ctx, func() {
		cancel()
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.requests, id)
	}
}

// answer serves a message, and answers it if it is a request.
func (s *server) answer(ctx context.Context, conn *jsonrpc2.Conn, req *jsonrpc2.Request, m method) {
	result, err := s.serveMethod(ctx, req, m)
	// What is wrong with a notification is in the log; for the errors of answers see message.go.
	switch {
	case req.Notif:
	case err != nil:
		_ = conn.ReplyWithError(ctx, req.ID, asFailure(err))
	default:
		_ = conn.Reply(ctx, req.ID, result)
	}
}

// serveMethod does what a message asks for, if it is known and the time for it.
func (s *server) serveMethod(ctx context.Context, req *jsonrpc2.Request, m method) (result any, err error) {
	if m.do == nil {
		return nil, failure(jsonrpc2.CodeMethodNotFound, "no method %q", req.Method)
	}
	if err := s.allowed(req.Method); err != nil {
		return nil, err
	}
	defer func() {
		if cause := recover(); cause != nil {
			err = failure(jsonrpc2.CodeInternalError, "%s", s.crashed(req.Method, cause))
		}
	}()
	var params json.RawMessage
	if req.Params != nil {
		params = *req.Params
	}
	result, err = m.do(ctx, params)
	switch {
	case ctx.Err() != nil:
		return nil, failure(codeCancelled, "cancelled")
	case err != nil:
		s.log(messageWarning, fmt.Sprintf("%s: %v", req.Method, err))
	}
	return result, err
}

// failure returns an error for the client.
func failure(code int64, format string, args ...any) error {
	return &jsonrpc2.Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// asFailure returns what to tell the client of an error.
func asFailure(err error) *jsonrpc2.Error {
	if told, ok := errors.AsType[*jsonrpc2.Error](err); ok {
		return told
	}
	return &jsonrpc2.Error{Code: jsonrpc2.CodeInternalError, Message: err.Error()}
}

// allowed returns an error if it is not the time for the method.
func (s *server) allowed(method string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case method == "exit":
		return nil
	case s.phase == shutDown:
		return failure(jsonrpc2.CodeInvalidRequest, "%s after shutdown", method)
	case s.phase == fresh && method != "initialize":
		return failure(codeNotInitialized, "%s before initialize", method)
	case s.phase == initialized && method == "initialize":
		return failure(jsonrpc2.CodeInvalidRequest, "a second initialize")
	}
	return nil
}

// recover keeps the server alive when a job panics. It has to be deferred.
func (s *server) recover(what string) {
	if cause := recover(); cause != nil {
		s.crashed(what, cause)
	}
}

// crashed logs a panic and returns what to say of it.
func (s *server) crashed(what string, cause any) string {
	message := fmt.Sprintf("internal error in %s: %v: please report this with the client's log", what, cause)
	s.log(messageError, fmt.Sprintf("%s\n%s", message, debug.Stack()))
	return message
}

// cancelRequest ends the context of a request that is being served.
func (s *server) cancelRequest(p cancelParams) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if cancel := s.requests[p.ID]; cancel != nil {
		cancel()
	}
}

// decode reads parameters, settings or options that may be missing.
func decode(data json.RawMessage, into any) error {
	if len(data) == 0 || string(data) == "null" {
		return nil
	}
	return json.Unmarshal(data, into)
}
