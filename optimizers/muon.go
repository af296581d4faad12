package optimizers

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers/schedules"
)

// Muon makes of each step of a matrix one that turns and mirrors, but stretches
// nothing: all its singular values are nearly 1.
//
//	m = Momentum·m + g
//	u = g + Momentum·m with Nesterov, else m
//	w = w - rate·√max(rows, columns)·RMSRate·orthogonal(u)
//
// where orthogonal begins with x = u/(‖u‖ + 1e-7) and does NSSteps times
// x = A·x + (B·xxᵀ + C·(xxᵀ)²)·x, on the transpose of a tall matrix.
//
// Weights of another number of axes than 2, those of embeddings, and those that
// ExcludeLayers names are changed by [Adam] with the settings that begin with Adam.
// The last layer of a classifier should be among them.
//
// For each weight it keeps m, the momentum, and for those of Adam next to it the
// velocity. See Jordan et al., Muon: An optimizer for hidden layers in neural
// networks, 2024; and Liu et al., Muon is Scalable for LLM Training, 2025.
type Muon struct {
	// LearningRate is the learning rate, a float32 in computations. Default: 0.001.
	LearningRate float64 `json:"learning_rate" keras:"default=0.001;always;alias=lr"`

	// Schedule, if it isn't nil, takes the place of LearningRate. Default: nil.
	Schedule schedules.Schedule `keras:"key=learning_rate"`

	// WeightDecay is the part of each weight, times the learning rate, that is
	// taken away before every update. Default: 0.004.
	WeightDecay *float64 `json:"weight_decay" keras:"default=0.004;always"`

	// AdamBeta1 is Beta1 of Adam. Default: 0.9.
	AdamBeta1 *float64 `json:"adam_beta_1" keras:"default=0.9;always"`

	// AdamBeta2 is Beta2 of Adam. Default: 0.999.
	AdamBeta2 *float64 `json:"adam_beta_2" keras:"default=0.999;always"`

	// AdamWeightDecay is the WeightDecay of what Adam changes. Default: 0.004.
	AdamWeightDecay *float64 `json:"adam_weight_decay" keras:"default=0.004;always"`

	// AdamLRRatio is what the learning rate is times for Adam. Default: 1.
	AdamLRRatio *float64 `json:"adam_lr_ratio" keras:"default=1;always"`

	// Epsilon is that of Adam. Default: 1e-7.
	Epsilon *float64 `json:"epsilon" keras:"default=1e-07;always"`

	// ExcludeLayers is regular expressions, such as "output_dense": what has one of
	// them in its path, Adam changes. Default: none.
	ExcludeLayers []string `json:"exclude_layers" keras:"default=[];always"`

	// ExcludeEmbeddings says whether Adam changes what has "embedding" in its path.
	// Default: true.
	ExcludeEmbeddings *bool `json:"exclude_embeddings" keras:"default=true;always"`

	// MuonA is A above. Default: 3.4445.
	MuonA *float64 `json:"muon_a" keras:"default=3.4445;always"`

	// MuonB is B above. Default: -4.775.
	MuonB *float64 `json:"muon_b" keras:"default=-4.775;always"`

	// MuonC is C above. Default: 2.0315.
	MuonC *float64 `json:"muon_c" keras:"default=2.0315;always"`

	// Momentum is how much of m stays in a step, from 0 to 1. Default: 0.95.
	Momentum *float64 `json:"momentum" keras:"default=0.95;always"`

	// NSSteps is the number of steps of the Newton-Schulz iteration. Default: 5.
	NSSteps *int `json:"ns_steps" keras:"default=5;always"`

	// Nesterov says whether the step looks ahead. Default: true.
	Nesterov *bool `json:"nesterov" keras:"default=true;always"`

	// RMSRate is about the root of the mean square of a step at the rate 1. With 0
	// a step isn't scaled by it, nor by √max(rows, columns). Default: 0.2.
	RMSRate *float64 `json:"rms_rate" keras:"default=0.2;always"`

	Base

	momentums []*ops.Variable
	adam      adam
	byAdam    []bool
}

var _ = config.Register[Muon](module)

// Rate implements [Optimizer].
func (m *Muon) Rate() (float64, schedules.Schedule) {
	return cmp.Or(m.LearningRate, 0.001), m.Schedule
}

// Build implements [Optimizer].
func (m *Muon) Build(vars []*ops.Variable) {
	exclude, err := m.exclude()
	if err != nil {
		ops.Fail("Build", "%w", err)
	}
	decays := map[*ops.Variable]float64{}
	m.decay = func(v *ops.Variable) float64 { return decays[v] }
	m.adam = adam{beta1: or(m.AdamBeta1, .9), beta2: or(m.AdamBeta2, .999), epsilon: or(m.Epsilon, 1e-7)}
	for _, v := range vars {
		momentum := m.Slot(v, "momentum", 0)
		byAdam := len(v.Shape()) != 2 || exclude.MatchString(v.Path) ||
			flag(m.ExcludeEmbeddings) && strings.Contains(strings.ToLower(v.Path), "embedding")
		m.byAdam = append(m.byAdam, byAdam)
		if byAdam {
			decays[v] = or(m.AdamWeightDecay, .004)
			m.adam.momentums = append(m.adam.momentums, momentum)
			m.adam.velocities = append(m.adam.velocities, m.Slot(v, "velocity", 0))
		} else {
			decays[v] = or(m.WeightDecay, .004)
			m.momentums = append(m.momentums, momentum)
		}
	}
}

// exclude returns the regular expression of ExcludeLayers; without any, one that is
// found nowhere.
func (m *Muon) exclude() (*regexp.Regexp, error) {
	list := append(slices.Clone(m.ExcludeLayers), `[^\s\S]`)
	pattern, err := regexp.Compile(strings.Join(list, "|"))
	if err != nil {
		return nil, fmt.Errorf("ExcludeLayers: received %q, expected regular expressions: %w", m.ExcludeLayers, err)
	}
	return pattern, nil
}

// flag returns the bool that p points to, and true if it is nil.
func flag(p *bool) bool { return p == nil || *p }

// Update implements [Optimizer].
func (m *Muon) Update(t *ops.Trace, s Step, vars []*ops.Variable, grads []*ops.Value) {
	var others []*ops.Variable
	var othersGrads []*ops.Value
	rest := m.momentums
	for i, v := range vars {
		g := grads[i]
		if m.byAdam[i] {
			others, othersGrads = append(others, v), append(othersGrads, g)
			continue
		}
		momentum := or(m.Momentum, .95)
		u := ops.Add(t.Get(rest[0]), ops.Add(g, ops.Scale(t.Get(rest[0]), momentum-1)))
		t.Set(rest[0], u)
		if flag(m.Nesterov) {
			u = ops.Add(g, ops.Scale(u, momentum))
		}
		step := ops.Multiply(s.LearningRate, m.orthogonal(u))
		if r := or(m.RMSRate, .2); r != 0 {
			step = ops.Scale(step, math.Sqrt(float64(slices.Max(v.Shape())))*r)
		}
		t.Set(v, ops.Subtract(t.Get(v), step))
		rest = rest[1:]
	}
	s.LearningRate = ops.Scale(s.LearningRate, or(m.AdamLRRatio, 1))
	m.adam.update(t, s, others, othersGrads)
}

// orthogonal returns nearly the orthogonal matrix that is nearest to x.
func (m *Muon) orthogonal(x *ops.Value) *ops.Value {
	a, b, c := or(m.MuonA, 3.4445), or(m.MuonB, -4.775), or(m.MuonC, 2.0315)
	tall := x.Shape[0] > x.Shape[1]
	if tall {
		x = ops.Transpose(x)
	}
	x = ops.Divide(x, ops.AddScalar(ops.Norm(x), 1e-7))
	steps := 5
	if m.NSSteps != nil {
		steps = *m.NSSteps
	}
	for range steps {
		square := ops.Matmul(x, ops.Transpose(x))
		p := ops.Add(ops.Scale(square, b), ops.Matmul(ops.Scale(square, c), square))
		x = ops.Add(ops.Scale(x, a), ops.Matmul(p, x))
	}
	if tall {
		x = ops.Transpose(x)
	}
	return x
}

// Check returns an error if an argument is out of range, or if the WeightDecay of the
// Base is set too.
func (m *Muon) Check() error {
	var twice, steps error
	if d := m.Base.WeightDecay; d != 0 {
		twice = received("Base.WeightDecay", d, "0: Muon has a WeightDecay of its own")
	}
	if m.NSSteps != nil {
		steps = atLeast("NSSteps", *m.NSSteps, 0)
	}
	_, exclude := m.exclude()
	return errors.Join(
		twice,
		atLeast("WeightDecay", or(m.WeightDecay, .004), 0),
		fraction("AdamBeta1", or(m.AdamBeta1, .9)),
		fraction("AdamBeta2", or(m.AdamBeta2, .999)),
		atLeast("AdamWeightDecay", or(m.AdamWeightDecay, .004), 0),
		atLeast("AdamLRRatio", or(m.AdamLRRatio, 1), 0),
		atLeast("Epsilon", or(m.Epsilon, 1e-7), 0),
		within("Momentum", or(m.Momentum, .95), 0, 1),
		steps,
		atLeast("RMSRate", or(m.RMSRate, .2), 0),
		exclude)
}

// optional are the settings for which Keras has null where there is 0 here.
func (m *Muon) optional() map[string]*float64 {
	return map[string]*float64{"weight_decay": m.WeightDecay, "adam_weight_decay": m.AdamWeightDecay, "rms_rate": m.RMSRate}
}

// MarshalConfig implements [config.Marshaler].
func (m *Muon) MarshalConfig() (any, error) {
	tree, err := encode(m)
	for key, p := range m.optional() {
		if p != nil && *p == 0 && err == nil {
			tree.Set(key, nil)
		}
	}
	return tree, err
}

// DecodeConfig implements [config.ConfigDecoder].
func (m *Muon) DecodeConfig(d *config.Decoder, tree any) error {
	for key := range m.optional() {
		tree = zeroForNull(tree, key)
	}
	return decode(m, d, tree)
}
