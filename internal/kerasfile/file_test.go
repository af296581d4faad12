package kerasfile

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

// text is what is written to a file, with an error in the end perhaps.
type text struct {
	s      string
	err    error
	before func() // what happens once the bytes are written
}

func (t text) WriteTo(w io.Writer) (int64, error) {
	n, err := io.WriteString(w, t.s)
	if t.before != nil {
		t.before()
	}
	return int64(n), errors.Join(err, t.err)
}

// content returns what a file holds.
func content(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// names returns what is in a folder.
func names(t *testing.T, folder string) string {
	t.Helper()
	list, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range list {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}

func TestWriteFile(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "m.keras")
	for _, s := range []string{"first", "the second"} {
		if err := WriteFile(path, text{s: s}); err != nil {
			t.Fatal(err)
		}
		if got := content(t, path); got != s {
			t.Errorf("got %q, want %q", got, s)
		}
	}
	// Until all is written, the old file is there.
	if err := WriteFile(path, text{s: "third", before: func() {
		if got := content(t, path); got != "the second" {
			t.Errorf("while the third is written: %q", got)
		}
	}}); err != nil {
		t.Fatal(err)
	}
	if got := names(t, folder); got != "m.keras" {
		t.Errorf("the folder has %s", got)
	}
}

// A failure leaves the old file, or none, and nothing else.
func TestWriteFileFails(t *testing.T) {
	folder := t.TempDir()
	broken := errors.New("broken")
	path := filepath.Join(folder, "m.keras")
	if err := WriteFile(path, text{"new", broken, nil}); !errors.Is(err, broken) {
		t.Errorf("got error %v", err)
	}
	if got := names(t, folder); got != "" {
		t.Errorf("the folder has %s", got)
	}
	if err := os.WriteFile(path, []byte("old"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(path, text{"new", broken, nil}); !errors.Is(err, broken) {
		t.Errorf("got error %v", err)
	}
	if got := content(t, path); got != "old" {
		t.Errorf("the old file has %q", got)
	}

	if err := os.Mkdir(filepath.Join(folder, "n.keras"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(filepath.Join(folder, "n.keras"), text{s: "new"}); err == nil {
		t.Error("over a folder: no error")
	}
	if err := WriteFile(filepath.Join(folder, "absent", "m.keras"), text{s: "new"}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("in no folder: error %v", err)
	}
	if got := names(t, folder); got != "m.keras n.keras" {
		t.Errorf("the folder has %s", got)
	}
}

// A new file has the permissions of any new file, another those of the old one.
func TestWriteFilePermissions(t *testing.T) {
	folder := t.TempDir()
	any, path := filepath.Join(folder, "any"), filepath.Join(folder, "m.keras")
	mode := func(path string) fs.FileMode {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		return info.Mode()
	}
	if err := os.WriteFile(any, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(path, text{s: "new"}); err != nil {
		t.Fatal(err)
	}
	if got, want := mode(path), mode(any); got != want {
		t.Errorf("a new file has %v, want %v", got, want)
	}
	for _, m := range []fs.FileMode{0o600, 0o640, 0o666} {
		if err := os.Chmod(path, m); err != nil {
			t.Fatal(err)
		}
		want := mode(path) // Windows knows fewer
		if err := WriteFile(path, text{s: "newer"}); err != nil {
			t.Fatal(err)
		}
		if got := mode(path); got != want {
			t.Errorf("the file has %v, want %v", got, want)
		}
	}
}

// A process that is killed at any byte leaves the old file.
func TestWriteFileKilled(t *testing.T) {
	if path := os.Getenv("KERAS_TEST_WRITE"); path != "" {
		n, err := strconv.Atoi(os.Getenv("KERAS_TEST_BYTES"))
		if err != nil {
			t.Fatal(err)
		}
		err = WriteFile(path, text{s: strings.Repeat("x", n), before: func() {
			p, err := os.FindProcess(os.Getpid())
			if err == nil {
				err = p.Kill()
			}
			if err != nil {
				t.Fatal(err)
			}
			select {}
		}})
		t.Fatalf("the process lives on, error %v", err)
	}
	if runtime.GOOS == "js" || runtime.GOOS == "wasip1" {
		return // they have no processes
	}
	folder := t.TempDir()
	path := filepath.Join(folder, "m.keras")
	if err := WriteFile(path, text{s: "old"}); err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{0, 1, 2, 3, 511, 512, 4095, 4096, 4097, 1 << 16, 1 << 20, 1<<22 + 1} {
		child := exec.Command(os.Args[0], "-test.run=^TestWriteFileKilled$")
		child.Env = append(os.Environ(), "KERAS_TEST_WRITE="+path, "KERAS_TEST_BYTES="+strconv.Itoa(n))
		if out, err := child.CombinedOutput(); err == nil || len(out) > 0 {
			t.Fatalf("%d bytes: the process wasn't killed, error %v: %s", n, err, out)
		}
		if got := content(t, path); got != "old" {
			t.Errorf("killed after %d bytes: the file has %.20q", n, got)
		}
	}
	list, err := filepath.Glob(filepath.Join(folder, Temporary+"*"))
	if err != nil || len(list) != 12 {
		t.Errorf("%d temporary files of 12 processes, error %v", len(list), err)
	}
}
