package keras_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/callbacks"
	"github.com/gokeras/keras/initializers"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/tensor"
)

// TestPredictAtOnce predicts with one model from many goroutines, with other
// batch sizes each.
func TestPredictAtOnce(t *testing.T) {
	m := small(t)
	x, _ := blobs(t, 300)
	ctx := context.Background()
	want, err := m.Predict(ctx, x, keras.PredictOptions{BatchSize: 1})
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			for n := range 10 {
				lo := 3 * i
				got, err := m.Predict(ctx, x.Rows(lo, 300-n), keras.PredictOptions{BatchSize: 1 + 7*i + n})
				if err != nil {
					t.Error(err)
					return
				}
				if !got.AllClose(want.Rows(lo, 300-n), 1e-6, 1e-7) {
					t.Errorf("goroutine %d: another result", i)
				}
			}
		})
	}
	wg.Wait()
}

// TestPredictWhileTraining predicts while the model is trained: each answer is
// that of some step, and training isn't disturbed.
func TestPredictWhileTraining(t *testing.T) {
	x, y := blobs(t, 200)
	train := func(m *keras.Model) []byte {
		_, err := m.Fit(context.Background(), keras.Arrays(x, y), keras.FitOptions{Epochs: 20, Seed: new(int64(3)), Verbose: new(0)})
		if err != nil {
			t.Fatal(err)
		}
		return m.Weights()[0].Bytes()
	}
	want := train(small(t))
	m := small(t)
	ctx, stop := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for ctx.Err() == nil {
				p, err := m.Predict(ctx, x)
				if err != nil {
					if !errors.Is(err, context.Canceled) {
						t.Error(err)
					}
					return
				}
				for _, v := range tensor.Data[float32](p) {
					if !(v >= 0 && v <= 1) {
						t.Errorf("predicted %v", v)
						return
					}
				}
				if w := m.Weights(); len(w) != 4 {
					t.Errorf("%d weights", len(w))
				}
			}
		})
	}
	got := train(m)
	stop()
	wg.Wait()
	if !bytes.Equal(got, want) {
		t.Error("training gave other weights")
	}
}

// evaluating evaluates the model from within its training.
type evaluating struct {
	callbacks.Base
	m     *keras.Model
	x, y  *tensor.Tensor
	score []keras.Results
}

func (e *evaluating) OnEpochEnd(int, callbacks.Logs) error {
	r, err := e.m.Evaluate(context.Background(), keras.Arrays(e.x, e.y), keras.EvaluateOptions{Verbose: new(0)})
	e.score = append(e.score, r)
	return err
}

// busy trains the model within a training step.
type busy struct {
	callbacks.Base
	m    *keras.Model
	x, y *tensor.Tensor
	err  error
}

func (b *busy) OnTrainBatchEnd(int, callbacks.Logs) error {
	_, b.err = b.m.Fit(context.Background(), keras.Arrays(b.x, b.y), keras.FitOptions{})
	return nil
}

func TestVerbsWithinFit(t *testing.T) {
	m := small(t)
	x, y := blobs(t, 64)
	e, b := &evaluating{m: m, x: x, y: y}, &busy{m: m, x: x, y: y}
	_, err := m.Fit(context.Background(), keras.Arrays(x, y), keras.FitOptions{
		Epochs: 2, Verbose: new(0), Callbacks: []callbacks.Callback{e, b},
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(e.score) != 2 || len(e.score[0]) != 2 {
		t.Errorf("a callback's evaluations are %v", e.score)
	}
	if !errors.Is(b.err, keras.ErrBusy) {
		t.Errorf("Fit within Fit: %v", b.err)
	}
}

// TestSeeds trains with the same seed on different numbers of processors.
func TestSeeds(t *testing.T) {
	x, y := blobs(t, 130)
	run := func(seed int64, procs int) string {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
		m := dropping(t, seed)
		history, err := m.Fit(context.Background(), keras.Arrays(x, y), keras.FitOptions{BatchSize: 16, Epochs: 3, Verbose: new(0)})
		if err != nil {
			t.Fatal(err)
		}
		s := fmt.Sprint(history.History)
		for _, w := range m.Weights() {
			s += fmt.Sprintf("%x", w.Bytes())
		}
		return s
	}
	want := run(5, 1)
	for _, procs := range []int{2, 7} {
		if run(5, procs) != want {
			t.Errorf("with %d processors the same seed gives other bits", procs)
		}
	}
	if run(6, 1) == want {
		t.Error("another seed gives the same bits")
	}
}

// TestNoGoroutinesLeft trains, evaluates and predicts, and waits until as many
// goroutines run as before.
func TestNoGoroutinesLeft(t *testing.T) {
	before := runtime.NumGoroutine()
	m := small(t)
	x, y := blobs(t, 300)
	ctx := context.Background()
	if _, err := m.Fit(ctx, keras.Arrays(x, y), keras.FitOptions{Verbose: new(0)}); err != nil {
		t.Fatal(err)
	}
	if _, err := m.Evaluate(ctx, keras.Arrays(x, y), keras.EvaluateOptions{Verbose: new(0)}); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := m.Predict(ctx, x, keras.PredictOptions{}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for deadline := time.Now().Add(30 * time.Second); runtime.NumGoroutine() > before; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines, %d before", runtime.NumGoroutine(), before)
		}
	}
}

// TestSaveWhileTraining writes the model while it is trained: a file has the weights of some
// step. All elements of the kernel are the same at each, for all of them begin at 0 and have
// the same gradient.
func TestSaveWhileTraining(t *testing.T) {
	const size = 256
	m := keras.Sequential(keras.Input(size), &layers.Dense{Units: size, KernelInitializer: &initializers.Zeros{}})
	if err := m.Compile(keras.CompileOptions{Loss: losses.Name("mse"), Optimizer: &optimizers.Adam{}}); err != nil {
		t.Fatal(err)
	}
	x := tensor.New(tensor.Float32, 8, size)
	x.Fill(1)
	ctx, stop := context.WithCancel(context.Background())
	begun, done := make(chan bool), make(chan error)
	go func() {
		var once sync.Once
		first := &callbacks.LambdaCallback{TrainBatchEnd: func(int, callbacks.Logs) error {
			once.Do(func() { close(begun) })
			return nil
		}}
		_, err := m.Fit(ctx, keras.Arrays(x, x), keras.FitOptions{Epochs: 1 << 30, Verbose: new(0), Callbacks: []callbacks.Callback{first}})
		done <- err
	}()
	<-begun
	for range 20 {
		var file bytes.Buffer
		if _, err := m.WriteTo(&file); err != nil {
			t.Fatal(err)
		}
		again, err := keras.Read(bytes.NewReader(file.Bytes()), int64(file.Len()))
		if err != nil {
			t.Fatal(err)
		}
		kernel := tensor.Data[float32](again.Weights()[0])
		if i := slices.IndexFunc(kernel, func(v float32) bool { return v != kernel[0] }); i >= 0 {
			t.Fatalf("element %d of the kernel is %v, and element 0 is %v, which is of another step", i, kernel[i], kernel[0])
		}
	}
	stop()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("received %v, expected that training was cancelled", err)
	}
}
