// Package server starts database servers for tests: on a free port of the
// loopback interface, with data in a directory that is removed afterwards.
package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// ErrMissing says that a server is not installed here.
var ErrMissing = errors.New("not installed")

// A Server is one that runs. Its owner must call Stop.
type Server struct {
	Address string // for the driver
	process *process
	dir     string
	stop    os.Signal // asks it to end at once but in order
	run     func() (*process, error)
	ready   func(context.Context) error
}

// Start starts the server, the first time or again after Halt or Kill, and
// waits until it is ready.
func (s *Server) Start() error {
	p, err := s.run()
	if err != nil {
		return err
	}
	if err := p.await(s.ready); err != nil {
		return errors.Join(err, p.end(s.stop))
	}
	s.process = p
	return nil
}

// Halt ends the server in order, under its clients. Its data stay.
func (s *Server) Halt() error { return s.process.end(s.stop) }

// Kill ends the server as a failure of the machine does. Its data stay.
func (s *Server) Kill() error { return s.process.end(os.Kill) }

// Stop ends the server, if it runs, and removes its data.
func (s *Server) Stop() error {
	return errors.Join(s.process.end(s.stop), os.RemoveAll(s.dir))
}

// A process is a server's, with the output for the case that it fails.
type process struct {
	cmd   *exec.Cmd
	log   *os.File
	ended chan struct{} // closed when it has ended
}

// account is who runs a server: servers refuse to run as root.
type account struct{ uid, gid int }

// unprivileged returns the first of some users that exists if this process is
// root; otherwise nil, for who runs it.
func unprivileged(names ...string) (*account, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	for _, name := range append(names, "nobody") {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.Atoi(u.Uid)
		gid, err2 := strconv.Atoi(u.Gid)
		return &account{uid, gid}, errors.Join(err1, err2)
	}
	return nil, fmt.Errorf("none of the users %v exists", names)
}

// as lets a command run under an account, and die with this process.
func (a *account) as(cmd *exec.Cmd) *exec.Cmd {
	cmd.SysProcAttr = dieWithParent()
	if a != nil {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(a.uid), Gid: uint32(a.gid)}
	}
	return cmd
}

// directory makes a directory that belongs to the account.
func (a *account) directory() (string, error) {
	dir, err := os.MkdirTemp("", "servertest-*")
	if err != nil || a == nil {
		return dir, err
	}
	return dir, os.Chown(dir, a.uid, a.gid)
}

// run runs a command to its end.
func (a *account) run(dir, name string, args ...string) error {
	cmd := a.as(exec.Command(name, args...))
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", filepath.Base(name), err, out)
	}
	return nil
}

// start starts a server in a directory.
func (a *account) start(dir, name string, args ...string) (*process, error) {
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		return nil, err
	}
	cmd := a.as(exec.Command(name, args...))
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, log, log
	if err := cmd.Start(); err != nil {
		return nil, errors.Join(err, log.Close())
	}
	p := &process{cmd, log, make(chan struct{})}
	go func() {
		defer close(p.ended)
		_ = cmd.Wait() // how a server ends that was told to does not matter
	}()
	return p, nil
}

// end asks the process to end, and makes it if it does not.
func (p *process) end(ask os.Signal) error {
	select {
	case <-p.ended:
		return nil
	default:
	}
	err := p.cmd.Process.Signal(ask)
	select {
	case <-p.ended:
	case <-time.After(20 * time.Second):
		err = errors.Join(err, errors.New("the server does not stop: killed"), p.cmd.Process.Kill())
		<-p.ended
	}
	if errors.Is(err, os.ErrProcessDone) {
		err = nil
	}
	return errors.Join(err, p.log.Close())
}

// await waits until ready succeeds, or the server has ended.
func (p *process) await(ready func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for {
		err := ready(ctx)
		select {
		case <-p.ended: // and if one is ready, it is another
			return p.failed(err)
		default:
			if err == nil {
				return nil
			}
		}
		select {
		case <-p.ended:
			return p.failed(err)
		case <-ctx.Done():
			return p.failed(err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// failed adds to an error what the server said.
func (p *process) failed(err error) error {
	said, _ := os.ReadFile(p.log.Name())
	return fmt.Errorf("%s does not get ready: %w\n%s", filepath.Base(p.cmd.Path), err, said)
}

// freePort returns a port that nobody listens on.
func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}

// find returns the program with one of the names: the last that a pattern
// matches, as versions are numbered, or else the first in PATH.
func find(pattern string, names ...string) (string, error) {
	if found, _ := filepath.Glob(pattern); len(found) > 0 {
		return found[len(found)-1], nil
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("%v %w", names, ErrMissing)
}
