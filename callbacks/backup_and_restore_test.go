package callbacks

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// trainee is a model whose training is a line of text.
type trainee struct {
	*spy
	broken bool // whether the last backup can't be read
}

func (m *trainee) SaveTraining(path string, epoch, batch int) error {
	m.note("save %d %d", epoch, batch)
	return os.WriteFile(path, fmt.Appendf(nil, "%d %d", epoch, batch), 0o666)
}

func (m *trainee) LoadTraining(path string) (epoch, batch int, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return 0, 0, err
	}
	if m.broken && !strings.HasSuffix(path, ".bkp") {
		return 0, 0, errors.New("broken")
	}
	if string(text) == "of Keras" {
		return 0, 0, nil
	}
	_, err = fmt.Sscan(string(text), &epoch, &batch)
	return epoch, batch, err
}

func (m *trainee) ResumeTraining(epoch, batch int) { m.note("resume %d %d", epoch, batch) }

// backUp runs epochs of 3 batches, and returns what the model was told.
func backUp(t *testing.T, b *BackupAndRestore, m *trainee, epochs int) []string {
	t.Helper()
	b.SetModel(m)
	if err := b.OnTrainBegin(nil); err != nil {
		t.Fatal(err)
	}
	for epoch := range epochs {
		err := b.OnEpochBegin(epoch, nil)
		for batch := range 3 {
			err = errors.Join(err, b.OnTrainBatchBegin(batch, nil), b.OnTrainBatchEnd(batch, nil))
		}
		if err = errors.Join(err, b.OnEpochEnd(epoch, nil)); err != nil {
			t.Fatal(err)
		}
	}
	return m.did
}

func TestBackupAndRestore(t *testing.T) {
	for _, c := range []struct {
		freq int
		want []string
	}{
		{0, []string{"save 1 0", "save 2 0"}},
		{1, []string{"save 0 1", "save 0 2", "save 0 3", "save 1 1", "save 1 2", "save 1 3"}},
		{2, []string{"save 0 2", "save 1 1", "save 1 3"}},
		{4, []string{"save 1 1"}},
	} {
		folder := filepath.Join(t.TempDir(), "a", "backup")
		b := &BackupAndRestore{BackupDir: folder, SaveFreq: c.freq}
		if got := backUp(t, b, &trainee{spy: &spy{}}, 2); !slices.Equal(got, c.want) {
			t.Errorf("SaveFreq %d: did %q, want %q", c.freq, got, c.want)
		}
		// Another one goes on where this one was.
		last := strings.Replace(c.want[len(c.want)-1], "save", "resume", 1)
		if got := backUp(t, &BackupAndRestore{BackupDir: folder, SaveFreq: c.freq}, &trainee{spy: &spy{}}, 0); !slices.Equal(got, []string{last}) {
			t.Errorf("SaveFreq %d: did %q, want %q", c.freq, got, last)
		}
		if err := b.OnTrainEnd(nil); err != nil || exists(folder) {
			t.Errorf("SaveFreq %d: the folder is still there, error %v", c.freq, err)
		}
	}
}

// The files are those of Keras.
func TestBackupFiles(t *testing.T) {
	folder := t.TempDir()
	b := &BackupAndRestore{BackupDir: folder, DoubleCheckpoint: true, DeleteCheckpoint: new(false)}
	stale := filepath.Join(folder, ".keras-0123")
	if err := os.WriteFile(stale, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	backUp(t, b, &trainee{spy: &spy{}}, 3)
	if err := b.OnTrainEnd(nil); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"latest.weights.h5": "3 0", "latest.weights.h5.bkp": "2 0",
		"training_metadata.json": `{"epoch":3,"batch":0}`, "training_metadata.json.bkp": `{"epoch":2,"batch":0}`,
	} {
		if got, err := os.ReadFile(filepath.Join(folder, name)); err != nil || string(got) != want {
			t.Errorf("%s has %q, error %v, want %q", name, got, err, want)
		}
	}
	if exists(stale) {
		t.Error("the file of a process that was killed is still there")
	}
	if got := backUp(t, b, &trainee{spy: &spy{}, broken: true}, 0); !slices.Equal(got, []string{"resume 2 0"}) {
		t.Errorf("the last one can't be read: did %q", got)
	}
	// Keras doesn't say in its weights where training was.
	if err := os.WriteFile(b.weights(), []byte("of Keras"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, c := range [][2]string{{`{"epoch": 4, "batch": 17}`, "resume 4 0"}, {"", "resume 0 0"}} {
		text, want := c[0], c[1]
		if text == "" {
			os.Remove(b.metadata())
		} else if err := os.WriteFile(b.metadata(), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		if got := backUp(t, b, &trainee{spy: &spy{}}, 0); !slices.Equal(got, []string{want}) {
			t.Errorf("metadata %q: did %q, want %q", text, got, want)
		}
	}
}

// A training that an error ends keeps its backup, which is none of the epoch cut short.
func TestBackupOfCutTraining(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "backup")
	b, m := &BackupAndRestore{BackupDir: folder}, &trainee{spy: &spy{}}
	l := NewList([]Callback{b}, ListOptions{})
	backUp(t, b, m, 1)
	l.Cut()
	if err := errors.Join(l.OnEpochEnd(1, nil), l.OnTrainEnd(nil)); err != nil {
		t.Fatal(err)
	}
	if want := []string{"save 1 0"}; !slices.Equal(m.did, want) || !exists(folder) {
		t.Errorf("did %q, want %q; the folder is there: %v", m.did, want, exists(folder))
	}
}

func TestBackupErrors(t *testing.T) {
	folder := t.TempDir()
	broken := &BackupAndRestore{BackupDir: folder}
	if err := errors.Join(os.WriteFile(broken.weights(), []byte("of Keras"), 0o666),
		os.WriteFile(broken.metadata(), []byte(`{"epoch": -4}`), 0o666)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		callback *BackupAndRestore
		model    Model
		want     string
	}{
		{&BackupAndRestore{}, &trainee{spy: &spy{}}, "BackupDir: received an empty name"},
		{&BackupAndRestore{BackupDir: "b", SaveFreq: -1}, &trainee{spy: &spy{}}, "SaveFreq: received -1"},
		{&BackupAndRestore{BackupDir: "b"}, &spy{}, `model "spy": it can't save its training`},
		{broken, &trainee{spy: &spy{}}, "epoch: received -4"},
		{broken, &trainee{spy: &spy{}, broken: true}, "broken"},
	} {
		c.callback.SetModel(c.model)
		if err := c.callback.OnTrainBegin(nil); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: error %v, want %q", c.callback, err, c.want)
		}
	}
	if _, err := os.Stat("b"); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a folder was made")
	}
}
