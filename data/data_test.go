package data

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"log/slog"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gokeras/keras/internal/allocs"
	"github.com/gokeras/keras/tensor"
)

// recorded is what real Keras did; testdata/record.py.
type recorded struct {
	Splits []struct {
		N, At    int
		Fraction float64
	}
	ClassWeights []struct {
		Y       json.RawMessage
		Weights map[string]float64
		Want    []float32
	} `json:"class_weights"`
	Epochs []struct {
		N, Batch, Steps, Warnings int
		Epochs                    [][][]int
	}
	Cardinality []struct {
		Sizes [][]int
		Error string
	}
}

func keras(t *testing.T) (r recorded) {
	t.Helper()
	text, err := os.ReadFile("testdata/keras.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	if len(r.Splits) < 50 || len(r.ClassWeights) < 5 || len(r.Epochs) < 10 || len(r.Cardinality) < 4 {
		t.Fatal("testdata/keras.json lacks cases")
	}
	return r
}

func iota(n int) *tensor.Tensor {
	v := make([]int64, n)
	for i := range v {
		v[i] = int64(i)
	}
	return tensor.FromSlice(v)
}

// reverse is an order that is easy to tell; it counts how often it is drawn.
type reverse struct{ drawn int }

func (r *reverse) Perm(n int) []int {
	r.drawn++
	p := make([]int, n)
	for i := range p {
		p[i] = n - 1 - i
	}
	return p
}

// collect returns the elements of X[0], batch by batch.
func collect(t *testing.T, seq iter.Seq2[Batch, error]) (out [][]int) {
	t.Helper()
	for b, err := range seq {
		if err != nil {
			t.Fatal(err)
		}
		var batch []int
		for _, v := range tensor.Data[int64](b.X[0]) {
			batch = append(batch, int(v))
		}
		out = append(out, batch)
	}
	return out
}

func equal(a, b [][]int) bool {
	return slices.EqualFunc(a, b, func(a, b []int) bool { return slices.Equal(a, b) })
}

func TestSplit(t *testing.T) {
	for _, tt := range keras(t).Splits {
		a := New(iota(tt.N), tensor.New(tensor.Float32, tt.N, 1)).WithWeights(tensor.New(tensor.Float32, tt.N))
		train, val, err := a.Split(tt.Fraction)
		if tt.At < 0 {
			if err == nil || !strings.Contains(err.Error(), "not sufficient") {
				t.Errorf("split %d by %v: %v, want an error", tt.N, tt.Fraction, err)
			}
			continue
		}
		if err != nil || train.Len() != tt.At || val.Len() != tt.N-tt.At {
			t.Errorf("split %d by %v: %v, want %d", tt.N, tt.Fraction, err, tt.At)
			continue
		}
		if got := tensor.Data[int64](val.X[0])[0]; got != int64(tt.At) || val.Y[0].Len() != tt.N-tt.At || val.SampleWeight[0].Len() != tt.N-tt.At {
			t.Errorf("split %d by %v: validation begins with %d", tt.N, tt.Fraction, got)
		}
	}
	for _, f := range []float64{0, 1, -0.5, 2} {
		if _, _, err := New(iota(10), nil).Split(f); err == nil || !strings.Contains(err.Error(), "between 0 and 1") {
			t.Errorf("split by %v: %v", f, err)
		}
	}
}

func TestClassWeights(t *testing.T) {
	for _, tt := range keras(t).ClassWeights {
		var flat []float64
		var deep [][]float64
		y := func() *tensor.Tensor {
			if json.Unmarshal(tt.Y, &flat) == nil {
				return tensor.FromSlice(flat)
			}
			if err := json.Unmarshal(tt.Y, &deep); err != nil {
				t.Fatal(err)
			}
			return tensor.FromSlice(slices.Concat(deep...), len(deep), len(deep[0]))
		}()
		weights := map[int]float64{}
		for k, v := range tt.Weights {
			class, err := strconv.Atoi(k)
			if err != nil {
				t.Fatal(err)
			}
			weights[class] = v
		}
		a, err := New(y, y).WithClassWeights(weights)
		if err != nil {
			t.Fatal(err)
		}
		if got := tensor.Data[float32](a.SampleWeight[0]); !slices.Equal(got, tt.Want) {
			t.Errorf("y %s: weights %v, want %v", tt.Y, got, tt.Want)
		}
		if _, err := a.WithClassWeights(weights); err == nil || !strings.Contains(err.Error(), "sample_weight") {
			t.Errorf("with weights already: %v", err)
		}
	}
	if _, err := New(iota(3), nil).WithClassWeights(nil); err == nil {
		t.Error("class weights without y: no error")
	}
	if _, err := ClassWeights(tensor.New(tensor.Float32, 2, 3, 4), nil); err == nil {
		t.Error("class weights of y of three axes: no error")
	}
}

func TestEpochs(t *testing.T) {
	for _, tt := range keras(t).Epochs {
		var log strings.Builder
		e := Epochs{
			Data: New(iota(tt.N), nil), Options: Options{BatchSize: tt.Batch}, StepsPerEpoch: tt.Steps,
			Logger: slog.New(slog.NewTextHandler(&log, nil)),
		}
		for i, want := range tt.Epochs {
			if got := collect(t, e.Epoch(t.Context())); !equal(got, want) {
				t.Errorf("%d samples by %d, %d steps: epoch %d is %v, want %v", tt.N, tt.Batch, tt.Steps, i, got, want)
			}
		}
		if got := strings.Count(log.String(), "ran out of data"); got != tt.Warnings {
			t.Errorf("%d samples by %d, %d steps: %d warnings, want %d", tt.N, tt.Batch, tt.Steps, got, tt.Warnings)
		}
		if want := tt.Steps; want == 0 && e.Steps() != len(tt.Epochs[0]) || want > 0 && e.Steps() != want {
			t.Errorf("%d samples by %d, %d steps: Steps() = %d", tt.N, tt.Batch, tt.Steps, e.Steps())
		}
		e.Close()
	}
}

func TestCardinality(t *testing.T) {
	list := func(sizes []int) (l []*tensor.Tensor) {
		for _, n := range sizes {
			l = append(l, tensor.New(tensor.Float32, n, 2))
		}
		return l
	}
	for _, tt := range keras(t).Cardinality {
		var parts [3][]*tensor.Tensor
		for i, sizes := range tt.Sizes {
			parts[i] = list(sizes)
		}
		err := (&Arrays{parts[0], parts[1], parts[2]}).Check()
		// Keras has no line break before 'x'.
		want := strings.TrimSpace(strings.Replace(tt.Error, ".'x'", ".\n'x'", 1))
		if err == nil || err.Error() != "data: "+want {
			t.Errorf("sizes %v: %v, want %s", tt.Sizes, err, want)
		}
	}
}

func TestCheck(t *testing.T) {
	x := tensor.New(tensor.Float32, 2, 3)
	one := []*tensor.Tensor{x}
	two := []*tensor.Tensor{x, x}
	tests := []struct {
		a    Arrays
		want string
	}{
		{Arrays{}, "x: received no array"},
		{Arrays{X: []*tensor.Tensor{nil}}, "x: received no array"},
		{Arrays{X: []*tensor.Tensor{tensor.New(tensor.Float32, 0, 3)}}, "x: received 0 samples"},
		{Arrays{X: []*tensor.Tensor{tensor.Scalar(1.0)}}, "x[0]: received an array of shape ()"},
		{Arrays{X: one, Y: one, SampleWeight: two}, "sample_weight: received 2 arrays"},
		{Arrays{X: one, Y: two, SampleWeight: one}, "sample_weight: received an array of shape (2, 3) for 2 outputs"},
		{Arrays{X: one, SampleWeight: one}, "sample_weight: received an array of shape (2, 3) for 0 outputs"},
	}
	for _, tt := range tests {
		if err := tt.a.Check(); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%v: %v, want %q", tt.a, err, tt.want)
		}
		for _, err := range tt.a.Batches(t.Context(), Options{}) {
			if err == nil {
				t.Errorf("%v: a batch and no error", tt.a)
			}
		}
		if _, _, err := tt.a.Split(0.5); err == nil {
			t.Errorf("%v: split without an error", tt.a)
		}
	}
	ok := Arrays{X: two, Y: []*tensor.Tensor{x, nil}, SampleWeight: []*tensor.Tensor{tensor.New(tensor.Float32, 2, 1)}}
	for b, err := range ok.Batches(t.Context(), Options{}) {
		if err != nil || len(b.SampleWeight) != 2 || b.Y[1] != nil || b.Len() != 2 {
			t.Errorf("%v: %v, %v", ok, b, err)
		}
	}
}

func TestShuffle(t *testing.T) {
	r := new(reverse)
	a := New(iota(7), nil)
	if got, want := collect(t, a.Batches(t.Context(), Options{BatchSize: 3, Shuffle: r})), [][]int{{6, 5, 4}, {3, 2, 1}, {0}}; !equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got, want := collect(t, a.Batches(t.Context(), Options{BatchSize: 3, Shuffle: r, WithinBatches: true})), [][]int{{2, 1, 0}, {5, 4, 3}, {6}}; !equal(got, want) {
		t.Errorf("within batches: got %v, want %v", got, want)
	}
	r.drawn = 0
	e := Epochs{Data: a, Options: Options{BatchSize: 3, Shuffle: r}}
	for range 4 {
		collect(t, e.Epoch(t.Context()))
	}
	if r.drawn != 4 {
		t.Errorf("%d orders drawn for 4 epochs", r.drawn)
	}
	// Rows of all arrays stay together.
	x, y := tensor.New(tensor.Uint8, 5, 2), iota(5)
	for i := range 10 {
		tensor.Data[uint8](x)[i] = uint8(i)
	}
	o := Options{BatchSize: 2, Shuffle: r, Types: Types{X: []tensor.DType{tensor.Float32}}}
	for b, err := range New(x, y).Batches(t.Context(), o) {
		if err != nil {
			t.Fatal(err)
		}
		for i, label := range tensor.Data[int64](b.Y[0]) {
			if got := tensor.Data[float32](b.X[0])[2*i:][:2]; got[0] != float32(2*label) || got[1] != float32(2*label+1) {
				t.Errorf("x %v stands with y %d", got, label)
			}
		}
	}
}

// sequence is n batches of two samples each, in float64.
func sequence(n int, calls *int) Func {
	return func() iter.Seq2[Batch, error] {
		*calls++
		return func(yield func(Batch, error) bool) {
			for i := range n {
				x := tensor.FromSlice([]int64{int64(2 * i), int64(2*i + 1)})
				if !yield(Batch{X: []*tensor.Tensor{x}}, nil) {
					return
				}
			}
		}
	}
}

func TestFuncEpochs(t *testing.T) {
	var calls int
	var log strings.Builder
	e := Epochs{Data: sequence(3, &calls), Logger: slog.New(slog.NewTextHandler(&log, nil))}
	if e.Steps() != -1 {
		t.Errorf("Steps() = %d before the first pass", e.Steps())
	}
	b, err := e.Peek(t.Context())
	if err != nil || b.Len() != 2 {
		t.Fatalf("peek: %v, %v", b, err)
	}
	for range 2 {
		if got := collect(t, e.Epoch(t.Context())); !equal(got, [][]int{{0, 1}, {2, 3}, {4, 5}}) {
			t.Errorf("got %v", got)
		}
	}
	if e.Steps() != 3 || calls != 2 || log.Len() > 0 {
		t.Errorf("Steps() = %d, %d passes, log %q", e.Steps(), calls, &log)
	}
	e.StepsPerEpoch = 2
	var sizes []int
	for range 4 {
		sizes = append(sizes, len(collect(t, e.Epoch(t.Context()))))
	}
	if !slices.Equal(sizes, []int{2, 1, 2, 1}) || strings.Count(log.String(), "ran out") != 2 {
		t.Errorf("epochs of %v batches, log %q", sizes, &log)
	}
	// Data that ends with an epoch begins anew without a warning.
	log.Reset()
	e.Close()
	e.StepsPerEpoch = 3
	for range 3 {
		if got := collect(t, e.Epoch(t.Context())); len(got) != 3 || got[0][0] != 0 {
			t.Errorf("got %v", got)
		}
	}
	if log.Len() > 0 {
		t.Errorf("log %q", &log)
	}
}

func TestFuncBatches(t *testing.T) {
	x := tensor.FromSlice([]float64{1, 2, 3, 4}, 2, 2)
	w := tensor.FromSlice([]float32{1, 2})
	f := Func(func() iter.Seq2[Batch, error] {
		return func(yield func(Batch, error) bool) {
			yield(Batch{[]*tensor.Tensor{x}, []*tensor.Tensor{x, x}, []*tensor.Tensor{w}}, nil)
		}
	})
	for b, err := range f.Batches(t.Context(), Options{}) {
		if err != nil || b.X[0] != x || len(b.SampleWeight) != 2 {
			t.Errorf("got %v, %v", b, err)
		}
	}
	o := Options{Types: Types{X: []tensor.DType{tensor.Float32}}}
	for b, err := range f.Batches(t.Context(), o) {
		if err != nil || !slices.Equal(tensor.Data[float32](b.X[0]), []float32{1, 2, 3, 4}) || b.Y[1].DType() != tensor.Float64 {
			t.Errorf("got %v, %v", b, err)
		}
	}
}

func TestErrors(t *testing.T) {
	broken := errors.New("disk on fire")
	f := Func(func() iter.Seq2[Batch, error] {
		return func(yield func(Batch, error) bool) {
			if yield(Batch{X: []*tensor.Tensor{iota(2)}}, nil) {
				yield(Batch{}, broken)
			}
		}
	})
	none := Func(func() iter.Seq2[Batch, error] { return func(func(Batch, error) bool) {} })
	ragged := Func(func() iter.Seq2[Batch, error] {
		return func(yield func(Batch, error) bool) {
			yield(Batch{X: []*tensor.Tensor{iota(2)}, Y: []*tensor.Tensor{iota(3)}}, nil)
		}
	})
	last := func(e *Epochs, ctx context.Context) (n int, last error) {
		for _, err := range e.Epoch(ctx) {
			n++
			last = err
		}
		return n, last
	}
	for _, steps := range []int{0, 5} {
		if n, err := last(&Epochs{Data: f, StepsPerEpoch: steps}, t.Context()); n != 2 || err != broken {
			t.Errorf("%d batches, then %v", n, err)
		}
		if n, err := last(&Epochs{Data: none, StepsPerEpoch: steps}, t.Context()); n != 1 || err != errEmpty {
			t.Errorf("%d batches, then %v", n, err)
		}
		if n, err := last(&Epochs{Data: ragged, StepsPerEpoch: steps}, t.Context()); n != 1 || err == nil || !strings.Contains(err.Error(), "ambiguous") {
			t.Errorf("%d batches, then %v", n, err)
		}
		if n, err := last(&Epochs{Data: New(nil, nil), StepsPerEpoch: steps}, t.Context()); n != 1 || err == nil {
			t.Errorf("%d batches, then %v", n, err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		e := Epochs{Data: New(iota(100), nil), Options: Options{BatchSize: 10}, StepsPerEpoch: steps}
		n := 0
		var err error
		for _, err = range e.Epoch(ctx) {
			if n++; n == 3 {
				cancel()
			}
		}
		cancel()
		if n != 4 || err != context.Canceled {
			t.Errorf("cancelled in batch 3: %d batches, then %v", n, err)
		}
		if n, err := last(&e, t.Context()); n == 0 || err != nil {
			t.Errorf("after that: %d batches, then %v", n, err)
		}
		e.Close()
	}
	if _, err := (&Epochs{Data: none}).Peek(t.Context()); err != errEmpty {
		t.Errorf("peek: %v", err)
	}
}

func TestInto(t *testing.T) {
	x := tensor.New(tensor.Uint8, 5, 2)
	x.Fill(7)
	arena := map[int]Batch{}
	o := Options{BatchSize: 3, Into: func(n int) Batch {
		if _, ok := arena[n]; !ok {
			arena[n] = Batch{X: []*tensor.Tensor{tensor.New(tensor.Float32, n, 2)}}
		}
		return arena[n]
	}}
	for b, err := range New(x, nil).Batches(t.Context(), o) {
		if err != nil || b.X[0] != arena[b.Len()].X[0] || tensor.Data[float32](b.X[0])[1] != 7 {
			t.Errorf("got %v, %v", b, err)
		}
	}
	for _, bad := range []Batch{{}, {X: []*tensor.Tensor{nil}}, {X: []*tensor.Tensor{tensor.New(tensor.Float32, 3, 9)}}} {
		o.Into = func(int) Batch { return bad }
		for _, err := range New(x, nil).Batches(t.Context(), o) {
			if err == nil || !strings.Contains(err.Error(), "data: x") {
				t.Errorf("into %v: %v", bad, err)
			}
		}
	}
}

func TestAllocs(t *testing.T) {
	x, y, w := tensor.New(tensor.Uint8, 1050, 28, 28), tensor.New(tensor.Int64, 1050), tensor.New(tensor.Float32, 1050)
	e := Epochs{Data: New(x, y).WithWeights(w), Options: Options{BatchSize: 2, Types: Types{X: []tensor.DType{tensor.Float32}}}}
	defer e.Close()
	epoch := func() {
		for _, err := range e.Epoch(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	// What an epoch allocates must not depend on its number of batches.
	if n := allocs.PerRun(5, epoch); n > 40 {
		t.Errorf("%v allocations in an epoch of %d batches", n, e.Steps())
	}
	var calls int
	e = Epochs{Data: repeat{x}.batches(&calls), Options: Options{Types: Types{X: []tensor.DType{tensor.Float32}}}, StepsPerEpoch: 100}
	if n := allocs.PerRun(5, epoch); n > 20 || calls != 1 {
		t.Errorf("%v allocations in an epoch of %d batches of a func", n, e.Steps())
	}
}

type repeat struct{ x *tensor.Tensor }

// batches is an endless sequence of one batch.
func (r repeat) batches(calls *int) Func {
	return func() iter.Seq2[Batch, error] {
		*calls++
		b := Batch{X: []*tensor.Tensor{r.x.Rows(0, 2)}}
		return func(yield func(Batch, error) bool) {
			for yield(b, nil) {
			}
		}
	}
}

func TestManyAtOnce(t *testing.T) {
	a := New(iota(100), nil)
	done := make(chan int)
	for range 8 {
		go func() {
			sum := 0
			for b := range a.Batches(context.Background(), Options{BatchSize: 7}) {
				for _, v := range tensor.Data[int64](b.X[0]) {
					sum += int(v)
				}
			}
			done <- sum
		}()
	}
	for range 8 {
		if sum := <-done; sum != 4950 {
			t.Errorf("sum %d, want 4950", sum)
		}
	}
}

func BenchmarkEpoch(b *testing.B) {
	e := Epochs{Data: New(tensor.New(tensor.Uint8, 60000, 28, 28), tensor.New(tensor.Uint8, 60000)),
		Options: Options{BatchSize: 100, Shuffle: new(reverse), Types: Types{X: []tensor.DType{tensor.Float32}}}}
	defer e.Close()
	b.SetBytes(60000 * 28 * 28)
	for b.Loop() {
		for _, err := range e.Epoch(b.Context()) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}
