package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime/debug"

	"github.com/creachadair/jrpc2"
)

// Codes of errors, of the protocol's own.
const (
	codeNotInitialized = jrpc2.Code(-32002)
	codeCancelled      = jrpc2.Code(-32800)
)

// methods returns what the server understands.
func (s *server) methods() map[string]jrpc2.Handler {
	return map[string]jrpc2.Handler{
		"initialize":              request(s.initialize),
		"shutdown":                request(s.shutdown),
		"textDocument/codeAction": request(s.codeAction),
		"textDocument/hover":      request(s.hover),

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

// request makes a handler of a function that answers.
func request[P, R any](f func(context.Context, P) (R, error)) jrpc2.Handler {
	return func(ctx context.Context, req *jrpc2.Request) (any, error) {
		var params P
		if err := req.UnmarshalParams(&params); err != nil {
			return nil, err
		}
		return f(ctx, params)
	}
}

// notification makes a handler of a function that does not answer.
func notification[P any](f func(P)) jrpc2.Handler {
	return func(_ context.Context, req *jrpc2.Request) (any, error) {
		var params P
		if err := req.UnmarshalParams(&params); err != nil {
			return nil, err
		}
		f(params)
		return nil, nil
	}
}

// nothing are the parameters of a method that needs none.
type nothing struct{}

// Assign returns the handler of a method, and nil for a method that the server does
// not know.
func (s *server) Assign(_ context.Context, method string) jrpc2.Handler {
	h, ok := s.methods()[method]
	if !ok {
		return nil
	}
	return func(ctx context.Context, req *jrpc2.Request) (_ any, err error) {
		if err := s.allowed(method); err != nil {
			return nil, err
		}
		defer func() {
			if cause := recover(); cause != nil {
				err = jrpc2.Errorf(jrpc2.InternalError, "%s", s.crashed(method, cause))
			}
		}()
		result, err := h(ctx, req)
		switch {
		case ctx.Err() != nil:
			return nil, jrpc2.Errorf(codeCancelled, "cancelled")
		case err != nil:
			s.log(messageWarning, fmt.Sprintf("%s: %v", method, err))
		}
		return result, err
	}
}

// allowed returns an error if it is not the time for the method.
func (s *server) allowed(method string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case method == "exit":
		return nil
	case s.phase == shutDown:
		return jrpc2.Errorf(jrpc2.InvalidRequest, "%s after shutdown", method)
	case s.phase == fresh && method != "initialize":
		return jrpc2.Errorf(codeNotInitialized, "%s before initialize", method)
	case s.phase == initialized && method == "initialize":
		return jrpc2.Errorf(jrpc2.InvalidRequest, "a second initialize")
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
	s.rpc.CancelRequest(string(p.ID))
}

// decode reads settings or options that may be missing.
func decode(data json.RawMessage, into any) error {
	if len(data) == 0 || string(data) == "null" {
		return nil
	}
	return json.Unmarshal(data, into)
}
