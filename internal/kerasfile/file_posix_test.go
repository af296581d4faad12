//go:build !windows

package kerasfile

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/gokeras/keras/tensor"
)

// A link to a file stays one. Windows makes links for administrators only.
func TestWriteFileLink(t *testing.T) {
	folder := t.TempDir()
	path, link := filepath.Join(folder, "m.keras"), filepath.Join(folder, "latest.keras")
	if err := os.WriteFile(path, []byte("old"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("m.keras", link); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(link, text{s: "new"}); err != nil {
		t.Fatal(err)
	}
	if got, err := os.Readlink(link); got != "m.keras" {
		t.Errorf("the link leads to %q, error %v", got, err)
	}
	if got := content(t, path); got != "new" {
		t.Errorf("the file has %q", got)
	}
}

// A link that leads nowhere gets the file that it leads to, by way of other links and
// folders; one that leads to itself is an error.
func TestWriteFileLinkToNothing(t *testing.T) {
	folder := t.TempDir()
	deep := filepath.Join(folder, "a", "b")
	if err := os.MkdirAll(deep, 0o777); err != nil {
		t.Fatal(err)
	}
	for link, to := range map[string]string{
		"short": deep, "m.keras": "short/../other.keras", "a/other.keras": deep + "/last.keras", "loop": "loop",
	} {
		if err := os.Symlink(to, filepath.Join(folder, link)); err != nil {
			t.Fatal(err)
		}
	}
	if err := WriteFile(filepath.Join(folder, "m.keras"), text{s: "new"}); err != nil {
		t.Fatal(err)
	}
	if got := content(t, filepath.Join(deep, "last.keras")); got != "new" {
		t.Errorf("the file has %q", got)
	}
	if err := WriteFile(filepath.Join(folder, "loop"), text{s: "new"}); err == nil || !strings.Contains(err.Error(), "links") {
		t.Errorf("a link to itself: error %v", err)
	}
	if got := names(t, folder); got != "a loop m.keras short" {
		t.Errorf("the folder has %s", got)
	}
}

// What can't be written next to others leaves all of them.
func TestWriteShardsLink(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "m.weights.json")
	one := func(x float32) []Vars {
		return []Vars{{Path: "a", Name: "a", Tensors: []*tensor.Tensor{tensor.Scalar(x), tensor.Scalar(x)}}}
	}
	if err := WriteShards(path, one(1), 4); err != nil {
		t.Fatal(err)
	}
	old := content(t, path) + content(t, filepath.Join(folder, "m_00000.weights.h5"))
	second := filepath.Join(folder, "m_00001.weights.h5")
	if err := errors.Join(os.Remove(second), os.Symlink("m_00001.weights.h5", second)); err != nil {
		t.Fatal(err)
	}
	if err := WriteShards(path, one(2), 4); err == nil || !strings.Contains(err.Error(), "links") {
		t.Errorf("a link to itself: error %v", err)
	}
	if content(t, path)+content(t, filepath.Join(folder, "m_00000.weights.h5")) != old {
		t.Error("a file has changed")
	}
	if got := names(t, folder); got != "m.weights.json m_00000.weights.h5 m_00001.weights.h5" {
		t.Errorf("the folder has %s", got)
	}
}

// Of those who write at once one wins, with a whole file. Windows may
// refuse the others.
func TestWriteFileConcurrently(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "m.keras")
	var group sync.WaitGroup
	for _, s := range []string{"a", "b", "c", "d"} {
		group.Go(func() {
			if err := WriteFile(path, text{s: strings.Repeat(s, 1<<16)}); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	got := content(t, path)
	if len(got) != 1<<16 || strings.Trim(got, got[:1]) != "" {
		t.Errorf("%d bytes, not all of them %.1q", len(got), got)
	}
	if got := names(t, folder); got != "m.keras" {
		t.Errorf("the folder has %s", got)
	}
}
