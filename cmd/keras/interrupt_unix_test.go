//go:build unix

package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gokeras/keras"
)

// A session is a keras command that runs in a folder of its own.
type session struct {
	t    *testing.T
	dir  string
	cmd  *exec.Cmd
	out  *bufio.Reader
	text strings.Builder
}

func start(t *testing.T, args ...string) *session {
	s := &session{t: t, dir: t.TempDir(), cmd: exec.Command("keras", args...)}
	s.cmd.Dir = s.dir
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	s.cmd.Stderr = os.Stderr
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(time.Minute, func() { s.cmd.Process.Kill() })
	t.Cleanup(func() { timer.Stop() })
	s.out = bufio.NewReader(out)
	return s
}

// until reads lines up to one that has text in it.
func (s *session) until(text string) {
	s.t.Helper()
	for {
		line, err := s.out.ReadString('\n')
		s.text.WriteString(line)
		if strings.Contains(line, text) {
			return
		}
		if err != nil {
			s.t.Fatalf("no %q in\n%s", text, s.text.String())
		}
	}
}

func (s *session) interrupt() {
	s.t.Helper()
	if err := s.cmd.Process.Signal(os.Interrupt); err != nil {
		s.t.Fatal(err)
	}
}

// end waits for the end and returns how it came.
func (s *session) end() syscall.WaitStatus {
	s.t.Helper()
	s.out.WriteTo(&s.text)
	var exit *exec.ExitError
	if err := s.cmd.Wait(); err != nil && !errors.As(err, &exit) {
		s.t.Fatal(err)
	}
	return s.cmd.ProcessState.Sys().(syscall.WaitStatus)
}

func (s *session) files() string {
	s.t.Helper()
	list, err := os.ReadDir(s.dir)
	if err != nil {
		s.t.Fatal(err)
	}
	var names []string
	for _, e := range list {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}

// TestInterruptTraining checks that what there is is tested and saved.
func TestInterruptTraining(t *testing.T) {
	t.Parallel()
	s := start(t, "hello", "--epochs=100000", "--examples=500", "--units=8", "--json=r.json")
	s.until("Epoch 2/100000")
	s.interrupt()
	if status := s.end(); status.ExitStatus() != 130 {
		t.Errorf("exit status %d, want 130", status.ExitStatus())
	}
	for _, want := range []string{"\nInterrupted after ", " of 500,000 updates", "Accuracy on the test set: ", "Saved to mnist.keras and loaded back: it predicts the same, bit for bit.\n"} {
		if !strings.Contains(s.text.String(), want) {
			t.Errorf("no %q in\n%s", want, s.text.String())
		}
	}
	if got := s.files(); got != "mnist.keras r.json" {
		t.Errorf("files: %s", got)
	}
	if _, err := keras.Load(filepath.Join(s.dir, "mnist.keras")); err != nil {
		t.Error(err)
	}
	text, err := os.ReadFile(filepath.Join(s.dir, "r.json"))
	if err != nil || !bytes.Contains(text, []byte(`"interrupted": true`)) {
		t.Errorf("error %v, results\n%s", err, text)
	}
}

// TestInterruptTwice checks that a second interrupt ends the program at once.
func TestInterruptTwice(t *testing.T) {
	t.Parallel()
	s := start(t, "hello", "--epochs=100000", "--examples=100", "--units=2000,2000")
	s.until("Epoch 2/100000")
	s.interrupt()
	s.until("Interrupted after ")
	// One that comes before the program has let go of the first is lost.
	ended := make(chan struct{})
	defer close(ended)
	go func() {
		for {
			select {
			case <-ended:
				return
			case <-time.After(50 * time.Millisecond):
				s.cmd.Process.Signal(os.Interrupt)
			}
		}
	}()
	if status := s.end(); status.Signal() != syscall.SIGINT {
		t.Errorf("ended with exit status %d, signal %v; want by an interrupt", status.ExitStatus(), status.Signal())
	}
	if got := s.files(); got != "" {
		t.Errorf("files: %s", got)
	}
}

// TestInterruptComparison checks that the table ends, and is saved.
func TestInterruptComparison(t *testing.T) {
	t.Parallel()
	s := start(t, "hello", "--compare-batch-sizes=100,200,400", "--seconds=0.5", "--examples=500", "--units=8", "--json=r.json")
	s.until(" 1.0×")
	s.interrupt()
	if status := s.end(); status.ExitStatus() != 130 || !strings.Contains(s.text.String(), "\nInterrupted after 1 of 3 batch sizes.\n") {
		t.Errorf("exit status %d, want 130:\n%s", status.ExitStatus(), s.text.String())
	}
	if got := s.files(); got != "r.json" {
		t.Errorf("files: %s", got)
	}
}

// TestInterruptBeforeTraining checks that nothing is saved then.
func TestInterruptBeforeTraining(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out bytes.Buffer
	h := &hello{
		epochs: 1, batchSize: 100, optimizer: "adam", loss: "mse", activation: "relu", units: []int{4}, examples: 100,
		save: filepath.Join(t.TempDir(), "m.keras"), out: &out, width: 80,
	}
	if err := h.run(ctx); !errors.Is(err, errInterrupted) {
		t.Errorf("error %v, want %v", err, errInterrupted)
	}
	if !strings.HasSuffix(out.String(), "\nInterrupted before the first update: there is nothing to test or save.\n") {
		t.Errorf("printed\n%s", out.String())
	}
	if _, err := os.Stat(h.save); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("error %v of the file, want that there is none", err)
	}
}
