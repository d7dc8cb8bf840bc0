package lsp

import (
	"context"
	"errors"
	"os"
	"runtime"
	"slices"
	"syscall"
	"time"
)

func (s *server) initialize(_ context.Context, p initializeParams) (*initializeResult, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.setSettings(p.InitializationOptions); err != nil {
		s.show(err.Error())
	}
	s.phase = initialized
	s.client = p.Capabilities
	if slices.Contains(p.Capabilities.General.PositionEncodings, utf8Encoding) {
		s.encoding = utf8Encoding
	}
	if p.ProcessID != nil {
		pid := *p.ProcessID
		s.job(func() { s.watchClient(pid) })
	}
	return &initializeResult{
		Capabilities: serverCapabilities{
			PositionEncoding:   s.encoding,
			TextDocumentSync:   syncOptions{OpenClose: true, Change: incremental, Save: true},
			HoverProvider:      true,
			CodeActionProvider: codeActionOptions{[]string{quickFix, fixAll}},
		},
		ServerInfo: serverInfo{"leakvet"},
	}, nil
}

// watched are the files that the verdicts depend on, open or not.
var watched = []string{"**/*.go", "**/go.mod", "**/go.work", "**/.leakvet.yml"}

// initialized asks the client to tell of changes of files.
func (s *server) initialized(nothing) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.client.Workspace.DidChangeWatchedFiles.DynamicRegistration {
		return
	}
	var watchers []watcher
	for _, glob := range watched {
		watchers = append(watchers, watcher{glob})
	}
	s.job(func() {
		err := s.rpc.Call(s.ctx, "client/registerCapability", registrationParams{[]registration{{
			ID:              "files",
			Method:          "workspace/didChangeWatchedFiles",
			RegisterOptions: watchOptions{watchers},
		}}}, nil)
		if err != nil && s.ctx.Err() == nil {
			s.log(messageWarning, "the client does not watch files: "+err.Error())
		}
	})
}

// shutdown ends all work; the client may only say exit after it.
func (s *server) shutdown(context.Context, nothing) (*nothing, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.phase = shutDown
	for _, p := range s.packages {
		p.stop()
	}
	for _, m := range s.modules {
		m.stop()
	}
	return nil, nil
}

func (s *server) exit(nothing) { s.end() }

// clientInterval is how often the server looks whether its client lives.
const clientInterval = 5 * time.Second

// watchClient ends the server when the client's process has ended and something else
// holds the streams open.
func (s *server) watchClient(pid int) {
	ticker := time.NewTicker(clientInterval)
	defer ticker.Stop()
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-ticker.C:
			if !isAlive(pid) {
				s.end()
				return
			}
		}
	}
}

// isAlive reports whether a process exists.
func isAlive(pid int) bool {
	process, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	defer process.Release() //nolint:errcheck // it fails for a process that has ended
	return runtime.GOOS == "windows" || !errors.Is(process.Signal(syscall.Signal(0)), os.ErrProcessDone)
}
