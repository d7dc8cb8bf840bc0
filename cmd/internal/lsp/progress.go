package lsp

import (
	"fmt"
	"path/filepath"
)

// progress shows in the editor that go vet runs, and how far it is. The user can
// cancel it there.
type progress struct {
	s     *server
	token string // empty if the client does not show progress
}

// startProgress shows that go vet runs in a module.
func (s *server) startProgress(m *module) progress {
	s.mu.Lock()
	p := progress{s: s}
	if s.client.Window.WorkDoneProgress {
		p.token = filepath.Base(s.newName("progress"))
		s.progress[p.token] = m.stop
	}
	s.mu.Unlock()
	if p.token == "" {
		return p
	}
	if err := s.rpc.Call(s.ctx, "window/workDoneProgress/create", progressToken{p.token}, nil); err != nil {
		p.token = ""
		return p
	}
	p.send(progressValue{Kind: "begin", Title: "leakvet", Message: "checking " + filepath.Base(m.root), Cancellable: true})
	return p
}

func (p progress) report(done int) {
	p.send(progressValue{Kind: "report", Message: fmt.Sprintf("%d packages", done)})
}

func (p progress) end() {
	p.send(progressValue{Kind: "end"})
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	delete(p.s.progress, p.token)
}

func (p progress) send(value progressValue) {
	if p.token != "" {
		p.s.notify("$/progress", progressParams{p.token, value})
	}
}

// cancelProgress ends the run that the progress is of.
func (s *server) cancelProgress(p progressToken) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if stop := s.progress[p.Token]; stop != nil {
		stop()
	}
}
