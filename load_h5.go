package keras

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"strings"

	"github.com/gokeras/keras/activations"
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/kerasfile"
	"github.com/gokeras/keras/internal/legacy"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/tensor"
)

// The hard sigmoid of Keras 1 and 2, under a name that Python can register for it.
var _ = activations.Register(legacy.HardSigmoid, func(x *ops.Value) *ops.Value {
	return ops.Clip(ops.AddScalar(ops.Scale(x, 0.2), 0.5), 0, 1)
})

var errWeightsAlone = errors.New("model_config: received a file of weights alone, expected a whole model: make the model and call LoadWeights")

// readH5 reads a whole model from a .h5 file of any age of Keras.
func readH5(r io.ReaderAt, size int64, o LoadOptions) (*Model, error) {
	file, err := kerasfile.OpenH5(r, size)
	if errors.Is(err, fs.ErrNotExist) { // as in a .weights.h5 file
		return nil, errWeightsAlone
	}
	if err != nil {
		return nil, err
	}
	text, err := file.Text("model_config")
	if err != nil {
		return nil, err
	}
	if text == "" {
		return nil, errWeightsAlone
	}
	tree, err := config.Parse([]byte(text))
	if err != nil {
		return nil, fmt.Errorf("model_config: %w", err)
	}
	from, err := originOf(file, tree)
	if err != nil {
		return nil, err
	}
	m, _, err := o.fromTree(tree, from, o.restore(file.Room()))
	if err != nil {
		return nil, fmt.Errorf("model_config: %w", err)
	}
	changed := false
	if m.net != nil {
		assignments, err := m.matchH5(file, from, LoadWeightsOptions{}, true)
		if err != nil {
			return nil, fmt.Errorf("model_weights: %w", err)
		}
		for _, a := range assignments {
			changed = changed || a.changed
		}
		if err := m.assignAll(assignments); err != nil {
			return nil, err
		}
	}
	if !o.compile() {
		return m, nil
	}
	if err := m.compileH5(file, from, changed, o); err != nil {
		return nil, fmt.Errorf("training_config: %w", err)
	}
	return m, nil
}

// originOf returns what wrote a file. Keras 1 doesn't say on what it ran: Theano's
// variables have names without a colon.
func originOf(file *kerasfile.H5, tree any) (legacy.Origin, error) {
	version, err := file.Text("keras_version")
	if err != nil {
		return legacy.Origin{}, err
	}
	backend, err := file.Text("backend")
	if err != nil {
		return legacy.Origin{}, err
	}
	if version == "" && tree == nil {
		version = "1"
	}
	from := legacy.Origin{Generation: legacy.Generation(version, tree), Theano: backend == "theano"}
	from.ClipsAll = from.Generation == 1 || legacy.ClipsAll(version)
	if from.Generation > 1 || backend != "" {
		return from, nil
	}
	groups, err := file.Layers()
	from.Theano = true
	for _, g := range groups {
		for _, name := range g.Weights {
			from.Theano = from.Theano && !strings.Contains(name, ":")
		}
	}
	return from, err
}

// compileH5 compiles the model as it was, and takes the state of its optimizer if that is
// one that fits. Weights that had to be changed have no state that does.
func (m *Model) compileH5(file *kerasfile.H5, from legacy.Origin, changed bool, o LoadOptions) error {
	text, err := file.Text("training_config")
	if err != nil || text == "" {
		return err
	}
	tree, err := config.Parse([]byte(text))
	if err != nil {
		return err
	}
	fields, err := legacy.Training(tree, from)
	if err != nil {
		return err
	}
	d, err := o.decoder()
	if err != nil {
		return err
	}
	options, err := m.compileOptions(d, fields)
	if err != nil {
		return err
	}
	if err := m.Compile(*options); err != nil || m.net == nil {
		return err
	}
	m.compiled.restored = true
	group, err := file.Optimizer()
	if err != nil || len(group.Weights) == 0 {
		return err
	}
	optimizer := m.compiled.options.Optimizer
	taken := false
	if !changed {
		values, err := file.Read(group)
		if err != nil {
			return err
		}
		if taken, err = takeState(optimizer, m.compiled.trainable, from.Generation, group.Weights, values); err != nil {
			return err
		}
	}
	if !taken {
		slog.Default().Warn("the state of the optimizer is left out, as it isn't that of this one", "optimizer", optimizers.NameOf(optimizer))
	}
	return nil
}

// takeState gives an optimizer of weights the variables in a file, and tells whether they
// are those of such an optimizer.
func takeState(o optimizers.Optimizer, weights []*ops.Variable, generation int, names []string, values []*tensor.Tensor) (bool, error) {
	vars := optimizers.Variables(o)
	want := make([]legacy.Slot, len(vars))
	for i, v := range vars {
		want[i] = legacy.Slot{Kind: v.Name, Weight: -1, Shape: v.Shape()}
		longest := 0
		for j, w := range weights {
			prefix := strings.ReplaceAll(w.Path, "/", "_") + "_"
			if kind, ok := strings.CutPrefix(v.Name, prefix); ok && len(prefix) > longest {
				longest, want[i].Kind, want[i].Weight = len(prefix), kind, j
			}
		}
	}
	state := legacy.State(generation, names, values, want, len(weights))
	for i, t := range state {
		if t == nil {
			continue
		}
		if err := vars[i].Assign(t); err != nil {
			return false, err
		}
	}
	return state != nil, nil
}
