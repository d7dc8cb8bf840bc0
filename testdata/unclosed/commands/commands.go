// Package commands sets files as what commands read and write, which only use them.
package commands

import (
	"errors"
	"io"
	"os"
	"os/exec"
)

func badRun(name string) error {
	f, err := os.Create(name) // want "unclosed: f .*is never closed"
	if err != nil {
		return err
	}
	cmd := exec.Command("make")
	cmd.Dir = "src"
	cmd.Stdout = f
	cmd.Stderr = f
	return cmd.Run()
}

func goodRun(name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	cmd := exec.Command("make")
	cmd.Dir = "src"
	cmd.Stdout = f
	cmd.Stderr = f
	return errors.Join(cmd.Run(), f.Close())
}

func badStart(name string) error {
	f, err := os.Open(name) // want "unclosed: f .*it stays open when err != nil"
	if err != nil {
		return err
	}
	cmd := exec.Command("sort")
	cmd.Stdin = f
	if err := cmd.Start(); err != nil {
		return err
	}
	return errors.Join(f.Close(), cmd.Wait())
}

func goodStart(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	cmd := exec.Command("sort")
	cmd.Stdin = f
	if err := cmd.Start(); err != nil {
		return err
	}
	return cmd.Wait()
}

// Whoever gets the command gets the file.
func goodReturned(name string) (*exec.Cmd, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	cmd := exec.Command("sort")
	cmd.Stdin = f
	return cmd, nil
}

type job struct{ cmd *exec.Cmd }

// The job is done later, and ends the file.
func (j *job) goodKept(name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	cmd := exec.Command("make")
	cmd.Stdout = f
	j.cmd = cmd
	return cmd.Start()
}

func (j *job) end() error {
	f, ok := j.cmd.Stdout.(*os.File)
	if !ok {
		return j.cmd.Wait()
	}
	return errors.Join(j.cmd.Wait(), f.Close())
}

func goodHanded(name string, run func(*exec.Cmd) error) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	cmd := exec.Command("make")
	cmd.Stdout = f
	return run(cmd)
}

func goodClosedThrough(name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	cmd := exec.Command("make")
	cmd.Stdout = f
	err = cmd.Run()
	if c, ok := cmd.Stdout.(io.Closer); ok {
		err = errors.Join(err, c.Close())
	}
	return err
}

func goodWaited(name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	cmd := exec.Command("make")
	cmd.Stdout = f
	if err := cmd.Start(); err != nil {
		return errors.Join(err, f.Close())
	}
	go func() {
		defer f.Close()
		if err := cmd.Wait(); err != nil {
			println(err.Error())
		}
	}()
	return nil
}

func (j *job) command() *exec.Cmd { return j.cmd }

// Others have the command, too.
func (j *job) goodShared(name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	cmd := j.command()
	cmd.Stdout = f
	return cmd.Start()
}
