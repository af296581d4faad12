package callbacks

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gokeras/keras/internal/kerasfile"
)

// BackupAndRestore saves what training needs to go on, again and again, and begins a
// training where the last one of the same folder was interrupted: by an error, or by the
// end of the process at any moment. When training is over the folder is removed.
//
// Weights, the state of the optimizer, of random numbers, of the metrics and the order of
// samples are all restored, so that training ends with the bits that it would have had
// uninterrupted. Those of data with an order of its own are the same if each of its passes
// is, and FitOptions.StepsPerEpoch isn't set. What other callbacks remember is not restored.
//
// The files are those of Keras, latest.weights.h5 and training_metadata.json, and can be
// restored by it, and here if it wrote them. Unlike Keras, which begins the interrupted epoch
// anew with other random numbers, training goes on with the batch after the backup, and all
// that it takes is in one file, which is replaced as a whole.
type BackupAndRestore struct {
	// BackupDir is the folder, for this training and nothing else. Required.
	BackupDir string `json:"backup_dir"`

	// SaveFreq is the number of batches after which a backup is made; they are counted on
	// from one epoch to the next. Default: 0, after every epoch.
	SaveFreq int `json:"save_freq"`

	// DoubleCheckpoint says whether the backup before the last is kept, too, for when the
	// last can't be read. Default: false.
	DoubleCheckpoint bool `json:"double_checkpoint"`

	// DeleteCheckpoint says whether the folder is removed when training is over.
	// Default: true.
	DeleteCheckpoint *bool `json:"delete_checkpoint" keras:"default=true"`

	Base

	epoch   int
	unsaved int  // batches since the last backup
	cut     bool // training ended before its time
}

// place is where training goes on, as training_metadata.json has it.
type place struct {
	Epoch int `json:"epoch"`
	Batch int `json:"batch"`
}

func (b *BackupAndRestore) weights() string { return filepath.Join(b.BackupDir, "latest.weights.h5") }
func (b *BackupAndRestore) metadata() string {
	return filepath.Join(b.BackupDir, "training_metadata.json")
}

// before is where the backup before the last is kept.
func before(path string) string { return path + ".bkp" }

// OnTrainBegin implements [Callback]. It checks the arguments and restores the last backup,
// or the one before if that can't be read.
func (b *BackupAndRestore) OnTrainBegin(Logs) error {
	var errs [2]error
	if b.BackupDir == "" {
		errs[0] = argument("BackupDir", "received an empty name, expected that of a folder")
	}
	if b.SaveFreq < 0 {
		errs[1] = argument("SaveFreq", "received %d, expected a number of batches, or 0 for every epoch", b.SaveFreq)
	}
	if err := errors.Join(errs[:]...); err != nil {
		return err
	}
	m, ok := b.model.(TrainingSaver)
	if !ok {
		return fmt.Errorf("model %q: it can't save its training", b.model.Name())
	}
	b.cut, b.unsaved = false, 0
	b.sweep()
	at, err := restore(m, b.weights(), b.metadata())
	if err != nil && exists(before(b.weights())) {
		b.warn("The last backup can't be restored, the one before it is: %v", err)
		at, err = restore(m, before(b.weights()), before(b.metadata()))
	}
	if err != nil || at == nil {
		return err
	}
	m.ResumeTraining(at.Epoch, at.Batch)
	return nil
}

// sweep removes files that a process that was killed hadn't ended.
func (b *BackupAndRestore) sweep() {
	list, _ := os.ReadDir(b.BackupDir)
	for _, e := range list {
		if strings.HasPrefix(e.Name(), kerasfile.Temporary) {
			os.Remove(filepath.Join(b.BackupDir, e.Name()))
		}
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// restore loads a backup, and returns where training goes on, nil if there is none.
func restore(m TrainingSaver, weights, metadata string) (*place, error) {
	var at place
	var err error
	at.Epoch, at.Batch, err = m.LoadTraining(weights)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil || at != (place{}) {
		return &at, err
	}
	// One of Keras, which begins with the epoch, whatever the batch.
	text, err := os.ReadFile(metadata)
	if errors.Is(err, fs.ErrNotExist) {
		return &at, nil
	}
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(text, &at); err != nil {
		return nil, fmt.Errorf("%s: %w", metadata, err)
	}
	if at.Epoch < 0 {
		return nil, fmt.Errorf("%s: epoch: received %d, expected a number from 0", metadata, at.Epoch)
	}
	return &place{Epoch: at.Epoch}, nil
}

// OnEpochBegin implements [Callback].
func (b *BackupAndRestore) OnEpochBegin(epoch int, _ Logs) error {
	b.epoch = epoch
	return nil
}

// OnTrainBatchEnd implements [Callback].
func (b *BackupAndRestore) OnTrainBatchEnd(batch int, _ Logs) error {
	if b.unsaved++; b.SaveFreq == 0 || b.unsaved < b.SaveFreq {
		return nil
	}
	b.unsaved = 0
	return b.save(place{b.epoch, batch + 1})
}

// OnEpochEnd implements [Callback].
func (b *BackupAndRestore) OnEpochEnd(epoch int, _ Logs) error {
	if b.SaveFreq != 0 || b.cut {
		return nil
	}
	return b.save(place{epoch + 1, 0})
}

// save makes a backup.
func (b *BackupAndRestore) save(at place) error {
	if err := os.MkdirAll(b.BackupDir, 0o777); err != nil {
		return err
	}
	if b.DoubleCheckpoint {
		for _, path := range []string{b.weights(), b.metadata()} {
			if err := duplicate(path); err != nil {
				return err
			}
		}
	}
	if err := b.model.(TrainingSaver).SaveTraining(b.weights(), at.Epoch, at.Batch); err != nil {
		return err
	}
	text, err := json.Marshal(at)
	if err != nil {
		return err
	}
	return kerasfile.WriteFile(b.metadata(), bytes.NewReader(text))
}

// duplicate copies a file, if it is there, to where the one before is kept.
func duplicate(path string) error {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	return kerasfile.WriteFile(before(path), f)
}

// OnTrainEnd implements [Callback]. A training that an error ended keeps its backup.
func (b *BackupAndRestore) OnTrainEnd(Logs) error {
	if b.cut || b.DeleteCheckpoint != nil && !*b.DeleteCheckpoint {
		return nil
	}
	return os.RemoveAll(b.BackupDir)
}
