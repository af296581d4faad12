package keras

import (
	"slices"
	"sync"
	"testing"

	"github.com/gokeras/keras/activations"
	"github.com/gokeras/keras/data"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// TestPredictNothing predicts an array without samples, as a model that could go together.
func TestPredictNothing(t *testing.T) {
	y, err := Sequential(wide()...).PredictOnBatch(tensor.New(tensor.Float32, 0, 20))
	if err != nil || !y.Shape().Equal(tensor.Shape{0, 10}) {
		t.Errorf("received %v, %v", y, err)
	}
}

// bare is a layer that is no pointer.
type bare struct{ *layers.Base }

func (bare) Call(_ *ops.Trace, x *ops.Value) *ops.Value { return ops.Scale(x, 2) }

// doubling is a layer that this module doesn't have.
type doubling struct{ layers.Base }

func (*doubling) Build(tensor.Shape) error                   { return nil }
func (*doubling) Call(_ *ops.Trace, x *ops.Value) *ops.Value { return ops.Scale(x, 2) }

// wide returns layers with many weights.
func wide(last ...layers.Layer) []layers.Layer {
	return append([]layers.Layer{
		Input(20), &layers.Dense{Units: 60, Activation: activations.Sigmoid}, &layers.BatchNormalization{}, &layers.Dropout{Rate: .5},
		&layers.Dense{Units: 10, Activation: activations.Softmax},
	}, last...)
}

// TestPredictTogether computes the samples of several calls as one batch, where they don't
// depend on each other: each has the bits that it has alone.
func TestPredictTogether(t *testing.T) {
	SetRandomSeed(1)
	x := Input(20)
	for _, tt := range []struct {
		name     string
		model    *Model
		together bool // worth while
		joint    bool // possible
	}{
		{"dense", Sequential(wide()...), true, true},
		{"nested", Sequential(Input(20), Sequential(wide()...), &layers.Dense{Units: 3}), true, true},
		{"ops between", Functional(x, ops.Scale(Chain(x, wide()[1:]...), 2)), true, true},
		{"across samples", Functional(x, ops.CumSum(Chain(x, wide()[1:]...), 0)), true, false},
		{"foreign", Sequential(wide(&doubling{})...), true, false},
		{"bare", Sequential(wide(bare{new(layers.Base)})...), true, false},
		{"foreign within", Sequential(Input(20), Sequential(wide(&doubling{})...)), true, false},
		{"wide values", Sequential(Input(20), &layers.RepeatVector{N: 500}, &layers.Dense{Units: 2}), false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := tt.model
			const guests, samples = 5, 2
			g := rows(guests*samples, 20)
			p := predictor(t, m, g.Rows(0, samples))
			if (p.company != nil) != tt.together {
				t.Fatalf("%v", p.company)
			}
			if !tt.together {
				return
			}
			var party []*guest
			var want [][]*tensor.Tensor
			for i := range guests {
				in := []*tensor.Tensor{g.Rows(i*samples, (i+1)*samples)}
				alone := outputsOf(p)
				if err := p.run.Run(in, alone); err != nil {
					t.Fatal(err)
				}
				want = append(want, alone)
				party = append(party, &guest{x: in, out: outputsOf(p)})
			}
			m.predictParty(p, party)
			if p.company.apart.Load() == tt.joint {
				t.Errorf("apart: %v", p.company.apart.Load())
			}
			for i, g := range party {
				if g.err != nil {
					t.Fatal(g.err)
				}
				for j := range g.out {
					if !g.out[j].Equal(want[i][j]) {
						t.Errorf("guest %d: received %v, expected %v", i, g.out[j], want[i][j])
					}
				}
			}
		})
	}
}

// TestCompany has calls wait for one another, and go together then.
func TestCompany(t *testing.T) {
	c := new(company)
	first := &guest{}
	if !c.enter(first) {
		t.Fatal("nobody leads")
	}
	guests := []*guest{{}, {}, {}, {}}
	led := make(chan *guest, len(guests))
	var wg sync.WaitGroup
	for i, g := range guests {
		wg.Go(func() {
			if c.enter(g) {
				led <- g
			}
		})
		for waiting := 0; waiting <= i; {
			c.mu.Lock()
			waiting = len(c.waiting)
			c.mu.Unlock()
		}
	}
	c.leave([]*guest{first})
	second := <-led
	party := c.party(second, 3)
	if !slices.Equal(party, guests[:3]) {
		t.Errorf("other guests: %v", party)
	}
	c.leave(party)
	if third := <-led; third != guests[3] {
		t.Error("the last one doesn't lead")
	}
	c.leave(guests[3:])
	wg.Wait()
	if c.busy || len(c.waiting) > 0 {
		t.Error("somebody is left")
	}
}

// rows returns an array of n samples.
func rows(n, width int) *tensor.Tensor {
	x := tensor.New(tensor.Float32, n, width)
	for i := range tensor.Data[float32](x) {
		tensor.Data[float32](x)[i] = float32(i*7%11) / 11
	}
	return x
}

// predictor returns the program that predicts batches such as x.
func predictor(t *testing.T, m *Model, x *tensor.Tensor) *program {
	t.Helper()
	if _, err := m.PredictOnBatch(x); err != nil {
		t.Fatal(err)
	}
	return m.predictions.find(data.Batch{X: []*tensor.Tensor{x}})
}

func outputsOf(p *program) []*tensor.Tensor {
	var out []*tensor.Tensor
	for _, u := range p.types {
		out = append(out, tensor.New(u.DType, u.Shape...))
	}
	return out
}
