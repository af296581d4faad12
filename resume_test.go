package keras_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/callbacks"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/metrics"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/optimizers/schedules"
)

// Optimizers whose state must go on: of every step, of a schedule.
var resumed = map[string]func() optimizers.Optimizer{
	"adam": func() optimizers.Optimizer {
		return &optimizers.Adam{Schedule: &schedules.ExponentialDecay{InitialLearningRate: .01, DecaySteps: 7, DecayRate: .9}}
	},
	"nadam": func() optimizers.Optimizer { return &optimizers.Nadam{} },
	"sgd": func() optimizers.Optimizer {
		return &optimizers.SGD{Momentum: .9, Base: optimizers.Base{GradientAccumulationSteps: 2}}
	},
}

// resumable returns a model with all that changes in training, and another one of the
// same weights only if the seed is.
func resumable(t testing.TB, optimizer string, seed int64) *keras.Model {
	t.Helper()
	keras.SetRandomSeed(seed)
	m := keras.Sequential(keras.Input(4),
		&layers.Dense{Units: 24, Activation: "relu"}, &layers.BatchNormalization{},
		&layers.Dropout{Rate: .3}, &layers.Dense{Units: 12, Activation: "tanh"},
		&layers.GaussianNoise{Stddev: .1, Seed: new(int64(3))}, &layers.Dense{Units: 2, Activation: "softmax"},
	)
	if err := m.Compile(keras.CompileOptions{
		Loss: losses.Name("categorical_crossentropy"), Optimizer: resumed[optimizer](), Metrics: metrics.Names("accuracy"),
	}); err != nil {
		t.Fatal(err)
	}
	return m
}

// bits is all that a model's file has but the date, and what Fit returned.
func bits(t testing.TB, m *keras.Model, h *keras.History) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "m.weights.h5")
	if err := m.SaveWeights(path); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	last := map[string]float64{}
	for name, values := range h.History {
		last[name] = values[len(values)-1]
	}
	return fmt.Sprintf("%x %v", b, last)
}

func resumableFit(t testing.TB, m *keras.Model, o keras.FitOptions) *keras.History {
	t.Helper()
	x, y := blobs(t, 86)
	o.BatchSize, o.Verbose, o.ValidationSplit = 10, new(0), .2
	o.Logger = slog.New(slog.DiscardHandler)
	h, err := m.Fit(t.Context(), keras.Arrays(x, y), o)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// TestResume compares the bits of a training that was saved, loaded and gone on with to
// those of one that wasn't interrupted.
func TestResume(t *testing.T) {
	for name := range resumed {
		for kind, o := range map[string]keras.FitOptions{
			"own seed": {}, "seed": {Seed: new(int64(5))}, "steps": {StepsPerEpoch: 3}, "many steps": {StepsPerEpoch: 8},
			"no shuffle": {Shuffle: new(false)},
		} {
			for _, procs := range []int{1, 2} {
				t.Run(fmt.Sprintf("%s/%s/%d", name, kind, procs), func(t *testing.T) {
					defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
					fit := func(m *keras.Model, from, to int) *keras.History {
						o := o
						o.InitialEpoch, o.Epochs = from, to
						return resumableFit(t, m, o)
					}
					m := resumable(t, name, 1)
					want := bits(t, m, fit(m, 0, 5))
					m = resumable(t, name, 1)
					fit(m, 0, 2)
					path := filepath.Join(t.TempDir(), "m.keras")
					if err := m.Save(path); err != nil {
						t.Fatal(err)
					}
					keras.SetRandomSeed(99)
					m, err := keras.Load(path)
					if err != nil {
						t.Fatal(err)
					}
					if got := bits(t, m, fit(m, 2, 5)); got != want {
						t.Error("the resumed training has other bits")
					}
				})
			}
		}
	}
}

// TestFitGoesOn checks that another Fit has the samples in another order, and with a seed in
// the same one. The losses of a model without randomness, trained from the same weights, tell.
func TestFitGoesOn(t *testing.T) {
	m := keras.Sequential(keras.Input(4), &layers.Dense{Units: 2, Activation: "softmax"})
	if err := m.Compile(keras.CompileOptions{Loss: losses.Name("categorical_crossentropy"), Optimizer: &optimizers.SGD{}}); err != nil {
		t.Fatal(err)
	}
	weights := m.Weights()
	fit := func(seed *int64) string {
		if err := m.SetWeights(weights); err != nil {
			t.Fatal(err)
		}
		var spy order
		resumableFit(t, m, keras.FitOptions{Seed: seed, Callbacks: []callbacks.Callback{&spy}})
		return fmt.Sprint(spy.losses)
	}
	if a, b := fit(nil), fit(nil); a == b {
		t.Error("two trainings have the samples in the same order")
	}
	if a, b := fit(new(int64(5))), fit(new(int64(5))); a != b {
		t.Errorf("two trainings of one seed have the samples in other orders: %s, %s", a, b)
	}
}

// order notes the losses of batches.
type order struct {
	callbacks.Base
	losses []float64
}

func (o *order) OnTrainBatchEnd(_ int, logs callbacks.Logs) error {
	o.losses = append(o.losses, logs["loss"])
	return nil
}

// slow waits in every batch, so that a process can be killed in one.
type slow struct{ callbacks.Base }

func (*slow) OnTrainBatchEnd(int, callbacks.Logs) error {
	time.Sleep(12 * time.Millisecond)
	return nil
}

// TestResumeKilled kills a process that trains, many times and at any moment, and compares
// the bits that the last one ends with to those of a training that nobody killed.
func TestResumeKilled(t *testing.T) {
	if folder := os.Getenv("KERAS_TEST_RESUME"); folder != "" {
		freq, _ := strconv.Atoi(os.Getenv("KERAS_TEST_FREQ"))
		m := resumable(t, "nadam", time.Now().UnixNano())
		if err := m.LoadWeights(filepath.Join(folder, "first.weights.h5")); err != nil {
			t.Fatal(err)
		}
		h := resumableFit(t, m, keras.FitOptions{Epochs: 6, Callbacks: []callbacks.Callback{
			&callbacks.BackupAndRestore{BackupDir: filepath.Join(folder, "backup"), SaveFreq: freq, DoubleCheckpoint: freq == 3}, &slow{}}})
		if err := os.WriteFile(filepath.Join(folder, "bits"), []byte(bits(t, m, h)), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if runtime.GOOS == "js" || runtime.GOOS == "wasip1" {
		return // they have no processes
	}
	for _, freq := range []int{0, 1, 3, 7} {
		t.Run(fmt.Sprint(freq), func(t *testing.T) {
			folder := t.TempDir()
			m := resumable(t, "nadam", 1)
			if err := m.SaveWeights(filepath.Join(folder, "first.weights.h5")); err != nil {
				t.Fatal(err)
			}
			want := bits(t, m, resumableFit(t, m, keras.FitOptions{Epochs: 6}))
			killed := 0
			for i := 0; ; i++ {
				child := exec.Command(os.Args[0], "-test.run=^TestResumeKilled$")
				child.Env = append(os.Environ(), "KERAS_TEST_RESUME="+folder, fmt.Sprint("KERAS_TEST_FREQ=", freq))
				var out bytes.Buffer
				child.Stdout, child.Stderr = &out, &out
				if err := child.Start(); err != nil {
					t.Fatal(err)
				}
				if i < 5 {
					time.AfterFunc(time.Duration(120+37*i)*time.Millisecond, func() { child.Process.Kill() })
				}
				if child.Wait() == nil {
					break
				}
				if killed++; i >= 5 {
					t.Fatalf("the last process failed: %s", &out)
				}
			}
			if killed == 0 {
				t.Error("no process was killed")
			}
			t.Logf("%d processes were killed", killed)
			got, err := os.ReadFile(filepath.Join(folder, "bits"))
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != want {
				t.Errorf("after %d kills training ends with other bits", killed)
			}
			if _, err := os.Stat(filepath.Join(folder, "backup")); err == nil {
				t.Error("the backup is still there")
			}
		})
	}
}

// TestResumeBackup interrupts a training at every batch and goes on with it.
func TestResumeBackup(t *testing.T) {
	m := resumable(t, "adam", 1)
	want := bits(t, m, resumableFit(t, m, keras.FitOptions{Epochs: 3}))
	x, y := blobs(t, 86)
	for stop := 1; stop <= 21; stop++ {
		folder := filepath.Join(t.TempDir(), "backup")
		backup := &callbacks.BackupAndRestore{BackupDir: folder, SaveFreq: 1}
		ctx, cancel := context.WithCancel(t.Context())
		_, err := resumable(t, "adam", 1).Fit(ctx, keras.Arrays(x, y), keras.FitOptions{
			Epochs: 3, BatchSize: 10, Verbose: new(0), ValidationSplit: .2,
			Callbacks: []callbacks.Callback{backup, &stopAfter{batches: stop, cancel: cancel}}})
		if err == nil {
			t.Fatalf("batch %d: no error", stop)
		}
		again := resumable(t, "adam", 2)
		h := resumableFit(t, again, keras.FitOptions{Epochs: 3, Callbacks: []callbacks.Callback{backup}})
		if bits(t, again, h) != want {
			t.Errorf("after batch %d training ends with other bits", stop)
		}
		if _, err := os.Stat(folder); err == nil {
			t.Error("the backup is still there")
		}
	}
}
