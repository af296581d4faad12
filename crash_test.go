package keras_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/gokeras/keras"
)

// full is a writer that has room for so many bytes.
type full struct{ left int }

var errFull = errors.New("full")

func (f *full) Write(p []byte) (int, error) {
	if len(p) > f.left {
		return f.left, errFull
	}
	f.left -= len(p)
	return len(p), nil
}

// TestWriteToFails has the writer fail at every byte.
func TestWriteToFails(t *testing.T) {
	m := resumable(t, "nadam", 1)
	size, err := m.WriteTo(io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	for n := range int(size) {
		if n > 3000 && n%41 != 0 {
			continue
		}
		if _, err := m.WriteTo(&full{n}); !errors.Is(err, errFull) {
			t.Fatalf("room for %d bytes of %d: error %v", n, size, err)
		}
	}
	if _, err := m.WriteTo(&full{int(size)}); err != nil {
		t.Errorf("room for all bytes: error %v", err)
	}
}

// TestSaveKilled kills a process that saves a model again and again, in every format and at
// any moment: the file is always a whole one.
func TestSaveKilled(t *testing.T) {
	if path := os.Getenv("KERAS_TEST_SAVE"); path != "" {
		m := resumable(t, "nadam", 2)
		for {
			if err := saveTo(m, path); err != nil {
				t.Fatal(err)
			}
			fmt.Print(".")
		}
	}
	if runtime.GOOS == "js" || runtime.GOOS == "wasip1" {
		return // they have no processes
	}
	for _, name := range []string{"m.keras", "m.h5", "m.weights.h5", "m.weights.json", "m.npz"} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			path := filepath.Join(folder, name)
			if err := saveTo(resumable(t, "nadam", 1), path); err != nil {
				t.Fatal(err)
			}
			for i := range 12 {
				child := exec.Command(os.Args[0], "-test.run=^TestSaveKilled$")
				child.Env = append(os.Environ(), "KERAS_TEST_SAVE="+path)
				out, err := child.StdoutPipe()
				if err != nil {
					t.Fatal(err)
				}
				if err := child.Start(); err != nil {
					t.Fatal(err)
				}
				if _, err := io.ReadFull(out, make([]byte, 1+i)); err != nil { // it has saved
					t.Fatal(err)
				}
				time.Sleep(time.Duration(i) * 300 * time.Microsecond)
				child.Process.Kill()
				child.Wait()
				if err := loadFrom(t, path); err != nil {
					t.Fatalf("after kill %d: %v", i+1, err)
				}
			}
			list, err := os.ReadDir(folder)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range list {
				shard := strings.HasPrefix(e.Name(), "m_0") && strings.HasSuffix(name, ".json")
				if e.Name() != name && !shard && !strings.HasPrefix(e.Name(), ".keras-") {
					t.Errorf("the folder has %s", e.Name())
				}
			}
		})
	}
}

func saveTo(m *keras.Model, path string) error {
	if strings.HasSuffix(path, ".weights.json") {
		return m.SaveWeights(path, keras.SaveWeightsOptions{MaxShardSize: 1200. / (1 << 30)})
	}
	if strings.Contains(path, ".weights") || strings.HasSuffix(path, ".npz") {
		return m.SaveWeights(path)
	}
	return m.Save(path)
}

// loadFrom loads what saveTo saved: a model is the first or the second one, and not a mix.
func loadFrom(t *testing.T, path string) error {
	m := resumable(t, "nadam", 3)
	var err error
	if strings.Contains(path, ".weights") || strings.HasSuffix(path, ".npz") {
		err = m.LoadWeights(path)
	} else {
		m, err = keras.Load(path)
	}
	if err != nil {
		return err
	}
	for seed := range int64(2) {
		same := true
		for i, w := range resumable(t, "nadam", seed+1).Weights() {
			same = same && bytes.Equal(w.Bytes(), m.Weights()[i].Bytes())
		}
		if same {
			return nil
		}
	}
	return errors.New("it has the weights of neither model")
}
