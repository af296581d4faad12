package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gokeras/keras"
)

// fitOnce runs keras fit for some epochs, into a folder.
func fitOnce(folder string, epochs int) error {
	models := filepath.Join("testdata", "models")
	cmd := newRoot()
	cmd.SetArgs([]string{
		"fit", filepath.Join(models, "two.keras"), "--data", filepath.Join(models, "two.npz"),
		"--epochs", strconv.Itoa(epochs), "--quiet",
		"--output", filepath.Join(folder, "m.keras"), "--history", filepath.Join(folder, "h.json"),
	})
	return cmd.Execute()
}

// TestFitKilled kills a process that trains and writes again and again, at any moment: the
// model and the history are always whole.
func TestFitKilled(t *testing.T) {
	if folder := os.Getenv("KERAS_TEST_FIT"); folder != "" {
		for i := 0; ; i++ {
			if err := fitOnce(folder, 1+i%2); err != nil {
				t.Fatal(err)
			}
			fmt.Print(".")
		}
	}
	if runtime.GOOS == "js" || runtime.GOOS == "wasip1" {
		return // they have no processes
	}
	folder := t.TempDir()
	if err := fitOnce(folder, 1); err != nil {
		t.Fatal(err)
	}
	for i := range 10 {
		child := exec.Command(os.Args[0], "-test.run=^TestFitKilled$")
		child.Env = append(os.Environ(), "KERAS_TEST_FIT="+folder)
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(out, make([]byte, 1+i%3)); err != nil { // it has written
			t.Fatal(err)
		}
		time.Sleep(time.Duration(i) * 700 * time.Microsecond)
		child.Process.Kill()
		child.Wait()
		if _, err := keras.Load(filepath.Join(folder, "m.keras")); err != nil {
			t.Errorf("after kill %d: %v", i+1, err)
		}
		text, err := os.ReadFile(filepath.Join(folder, "h.json"))
		var h struct {
			Epoch   []int
			History map[string][]float64
		}
		if err == nil {
			err = json.Unmarshal(text, &h)
		}
		if n := len(h.Epoch); err != nil || n != 1 && n != 2 || len(h.History["loss"]) != n {
			t.Errorf("after kill %d: error %v, the history is %s", i+1, err, text)
		}
	}
	list, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		if e.Name() != "m.keras" && e.Name() != "h.json" && !strings.HasPrefix(e.Name(), ".keras-") {
			t.Errorf("the folder has %s", e.Name())
		}
	}
}
