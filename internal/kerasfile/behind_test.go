package kerasfile

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// All bytes are there, and what goes wrong at the disk is told.
func TestBehind(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	b := newBehind(f)
	var want bytes.Buffer
	for i := range 20 {
		piece := bytes.Repeat([]byte{byte(i)}, syncEvery/3+i)
		want.Write(piece)
		if n, err := b.Write(piece); n != len(piece) || err != nil {
			t.Fatalf("%d bytes of %d written, error %v", n, len(piece), err)
		}
	}
	if err := errors.Join(b.wait(), f.Close()); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want.Bytes()) {
		t.Errorf("%d bytes of %d, error %v", len(got), want.Len(), err)
	}

	b = newBehind(f) // closed
	b.more <- struct{}{}
	if err := b.wait(); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("received the error %v", err)
	}
}
