package commands

import (
	"net"
	"os"
	"os/exec"
)

// The files that a command inherits stay the parent's to close.
func handOver(l *net.TCPListener) error {
	f, err := l.File() // want "unclosed: f \\(\\*os.File\\) is never closed"
	if err != nil {
		return err
	}
	cmd := exec.Command("server")
	cmd.ExtraFiles = []*os.File{f}
	return cmd.Start()
}

func handOverRight(l *net.TCPListener) error {
	f, err := l.File()
	if err != nil {
		return err
	}
	defer f.Close()
	cmd := exec.Command("server")
	cmd.ExtraFiles = []*os.File{f}
	return cmd.Start()
}

func closedOverAll(l *net.TCPListener) error {
	f, err := l.File()
	if err != nil {
		return err
	}
	cmd := exec.Command("server")
	cmd.ExtraFiles = append(cmd.ExtraFiles, f)
	err = cmd.Start()
	for _, f := range cmd.ExtraFiles {
		f.Close()
	}
	return err
}

// Whoever has the command may close what it was given.
func prepare(l *net.TCPListener, cmd *exec.Cmd) error {
	f, err := l.File()
	if err != nil {
		return err
	}
	cmd.ExtraFiles = append(cmd.ExtraFiles, f)
	return nil
}
