package lsp

import (
	"errors"

	"github.com/leakvet/leakvet/cmd/internal/check"
)

// The messages to the client need no error: it means that the client has gone, which
// the reading end learns as well.

// notify tells the client something.
func (s *server) notify(method string, params any) {
	_ = s.rpc.Notify(s.ctx, method, params)
}

// log writes to the client's log.
func (s *server) log(kind int, message string) {
	s.notify("window/logMessage", messageParams{kind, "leakvet: " + message})
}

// warn writes a warning to the client's log.
func (s *server) warn(message string) { s.log(messageWarning, message) }

// show shows the user a message that asks for an action.
func (s *server) show(message string) {
	s.notify("window/showMessage", messageParams{messageError, "leakvet: " + message})
}

// tellOnce tells the client those messages that the last run in the module had not.
// s.mu is held.
func (s *server) tellOnce(m *module, messages []string, tell func(string)) {
	said := make(map[string]bool)
	for _, message := range messages {
		if !m.said[message] {
			tell(message)
		}
		said[message] = true
	}
	m.said = said
}

// advice says why nothing in a directory can be checked, and what to do.
func advice(dir string, err error) string {
	if errors.Is(err, check.ErrNoModule) {
		return "no go.mod in " + dir + " or above it: make a module with 'go mod init' to have it checked"
	}
	return dir + ": " + err.Error()
}

// explain logs where the analysis gave up, if the user asked for that.
func (s *server) explain(result *check.Result) {
	for _, n := range result.Notes {
		s.log(messageInfo, n.File+": "+n.Message)
	}
}
