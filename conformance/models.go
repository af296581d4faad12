package main

import (
	"strings"

	"slices"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/activations"
	"github.com/gokeras/keras/constraints"
	"github.com/gokeras/keras/initializers"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/metrics"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/optimizers/schedules"
	"github.com/gokeras/keras/regularizers"
	"github.com/gokeras/keras/tensor"
)

var specimens = slices.Concat(byOptimizer, byLoss, byLayer, byState)

// classifier returns a network for points.
func classifier() *keras.Model {
	return keras.Sequential(keras.Input(6),
		&layers.Dense{Units: 5, Activation: "tanh"},
		&layers.Dense{Units: 3, Activation: activations.Softmax})
}

// regressor returns a network for numeric.
func regressor() *keras.Model {
	return keras.Sequential(keras.Input(6), &layers.Dense{Units: 5, Activation: "tanh"}, &layers.Dense{Units: 3})
}

// trainedBy is a classifier and how it is trained.
func trainedBy(name string, o optimizers.Optimizer) specimen {
	return specimen{name: name, kind: trained, model: classifier(), compile: keras.CompileOptions{
		Optimizer: o,
		Loss:      &losses.CategoricalCrossentropy{},
		Metrics:   []metrics.Metric{&metrics.Accuracy{}},
	}}
}

var byOptimizer = []specimen{
	trainedBy("sgd", &optimizers.SGD{}),
	trainedBy("sgd_momentum", &optimizers.SGD{LearningRate: .1, Momentum: .9}),
	trainedBy("sgd_nesterov", &optimizers.SGD{LearningRate: .1, Momentum: .9, Nesterov: true}),
	trainedBy("rmsprop", &optimizers.RMSprop{LearningRate: .01, Rho: new(.8)}),
	trainedBy("rmsprop_centered", &optimizers.RMSprop{Momentum: .5, Centered: true}),
	trainedBy("adagrad", &optimizers.Adagrad{LearningRate: .1, InitialAccumulatorValue: new(.2)}),
	trainedBy("adadelta", &optimizers.Adadelta{LearningRate: 1}),
	trainedBy("adam", &optimizers.Adam{}),
	trainedBy("adam_amsgrad", &optimizers.Adam{LearningRate: .01, Beta1: new(.8), Beta2: new(.99), Epsilon: new(1e-5), Amsgrad: true}),
	trainedBy("adamw", &optimizers.AdamW{LearningRate: .01, WeightDecay: new(.1)}),
	trainedBy("adamax", &optimizers.Adamax{LearningRate: .01}),
	trainedBy("nadam", &optimizers.Nadam{LearningRate: .01}),
	trainedBy("adafactor", &optimizers.Adafactor{LearningRate: .1}),
	trainedBy("ftrl", &optimizers.Ftrl{LearningRate: .1, L1RegularizationStrength: .01, Beta: .1}),
	trainedBy("lamb", &optimizers.Lamb{LearningRate: .01}),
	trainedBy("lion", &optimizers.Lion{LearningRate: .01, Beta1: .8}),
	trainedBy("muon", &optimizers.Muon{LearningRate: .01, RMSRate: new(0.), ExcludeLayers: []string{"dense_1"}}),
	trainedBy("schedule_free", &optimizers.ScheduleFreeAdamW{LearningRate: .01, WarmupSteps: 3}),
	trainedBy("by_name", optimizers.Name("nadam")),
	trainedBy("weight_decay", &optimizers.SGD{LearningRate: .1, Base: optimizers.Base{WeightDecay: .1, Name: "slowly"}}),
	trainedBy("clipnorm", &optimizers.SGD{LearningRate: .1, Base: optimizers.Base{Clipnorm: .1}}),
	trainedBy("clipvalue", &optimizers.Adam{Base: optimizers.Base{Clipvalue: .05}}),
	trainedBy("global_clipnorm", &optimizers.RMSprop{Base: optimizers.Base{GlobalClipnorm: .2}}),
	trainedBy("ema", &optimizers.SGD{LearningRate: .1, Base: optimizers.Base{UseEMA: true, EMAMomentum: new(.9)}}),
	trainedBy("ema_overwrite", &optimizers.Adam{LearningRate: .01, Base: optimizers.Base{UseEMA: true, EMAOverwriteFrequency: 2}}),
	trainedBy("accumulation", &optimizers.Adam{LearningRate: .01, Base: optimizers.Base{GradientAccumulationSteps: 4}}),
	trainedBy("loss_scale", &optimizers.SGD{LearningRate: .1, Base: optimizers.Base{LossScaleFactor: 128}}),
	trainedBy("all_options", &optimizers.AdamW{LearningRate: .01, Base: optimizers.Base{Clipnorm: .5, UseEMA: true, GradientAccumulationSteps: 2}}),
	trainedBy("exponential_decay", &optimizers.SGD{Momentum: .9, Schedule: &schedules.ExponentialDecay{InitialLearningRate: .1, DecaySteps: 3, DecayRate: .5}}),
	trainedBy("staircase", &optimizers.Adam{Schedule: &schedules.ExponentialDecay{InitialLearningRate: .1, DecaySteps: 4, DecayRate: .5, Staircase: true}}),
	trainedBy("cosine_decay", &optimizers.Adam{Schedule: &schedules.CosineDecay{InitialLearningRate: .1, DecaySteps: 12, Alpha: .1}}),
	trainedBy("cosine_warmup", &optimizers.RMSprop{Schedule: &schedules.CosineDecay{InitialLearningRate: .01, DecaySteps: 20, WarmupTarget: new(.1), WarmupSteps: 5}}),
	trainedBy("piecewise_decay", &optimizers.SGD{Schedule: &schedules.PiecewiseConstantDecay{Boundaries: []float64{3, 6}, Values: []float64{.1, .05, .01}}}),
}

// judgedBy is a network and how it is judged.
func judgedBy(name string, m *keras.Model, samples func() facts, loss losses.Loss, list ...metrics.Metric) specimen {
	return specimen{name: name, kind: trained, samples: samples, model: m, compile: keras.CompileOptions{
		Optimizer: &optimizers.SGD{LearningRate: .1}, Loss: loss, Metrics: list,
	}}
}

var byLoss = []specimen{
	judgedBy("names", classifier(), points, losses.Name("categorical_crossentropy"), metrics.Names("accuracy", "mse")...),
	judgedBy("label_smoothing", classifier(), points, &losses.CategoricalCrossentropy{LabelSmoothing: .1}, &metrics.CategoricalCrossentropy{}),
	judgedBy("from_logits", regressor(), points, &losses.CategoricalCrossentropy{FromLogits: true},
		&metrics.CategoricalAccuracy{}, &metrics.CategoricalCrossentropy{FromLogits: true, LabelSmoothing: .2}),
	judgedBy("sparse", classifier(), labeled, &losses.SparseCategoricalCrossentropy{},
		&metrics.Accuracy{}, &metrics.SparseCategoricalCrossentropy{}),
	judgedBy("sparse_from_logits", regressor(), labeled, &losses.SparseCategoricalCrossentropy{FromLogits: true, IgnoreClass: new(2)},
		metrics.Names("acc")...),
	judgedBy("binary", keras.Sequential(keras.Input(6), &layers.Dense{Units: 1, Activation: "sigmoid"}), binary,
		&losses.BinaryCrossentropy{LabelSmoothing: .1}, &metrics.Accuracy{}, &metrics.BinaryAccuracy{Threshold: new(.4)}, &metrics.BinaryCrossentropy{}),
	judgedBy("binary_from_logits", keras.Sequential(keras.Input(6), &layers.Dense{Units: 1}), binary, &losses.BinaryCrossentropy{FromLogits: true}),
	judgedBy("dice", keras.Sequential(keras.Input(6), &layers.Dense{Units: 1, Activation: "sigmoid"}), binary, losses.Name("dice")),
	judgedBy("tversky", classifier(), points, &losses.Tversky{Alpha: new(.3), Axes: []int{0, 1}}),
	judgedBy("circle", keras.Sequential(keras.Input(6), &layers.Dense{Units: 3}, &layers.UnitNormalization{}), labeled, &losses.Circle{Gamma: 4}),
	judgedBy("ctc", keras.Sequential(keras.Input(6), &layers.Dense{Units: 12}, &layers.Reshape{TargetShape: []int{4, 3}}), labeled, &losses.CTC{}),
	judgedBy("mean_squared_error", regressor(), numeric, &losses.MeanSquaredError{},
		&metrics.MeanAbsoluteError{}, &metrics.MeanSquaredError{Base: metrics.Base{Name: "squares"}}),
	judgedBy("mean_absolute_error", regressor(), numeric, losses.Name("mae"), metrics.Names("mse", "mae")...),
	judgedBy("loss_sum", regressor(), numeric, &losses.MeanSquaredError{Base: losses.Base{Reduction: "sum", Name: "total"}}),
	{
		name: "weighted", kind: trained, samples: weighted, model: regressor(),
		compile: keras.CompileOptions{
			Optimizer: &optimizers.SGD{LearningRate: .1}, Loss: losses.Name("mse"), LossWeights: []float64{.5},
			Metrics: metrics.Names("mae"), WeightedMetrics: metrics.Names("mse", "mae"),
		},
	},
}

var byLayer = []specimen{
	judgedBy("regularizers", keras.Sequential(keras.Input(6),
		&layers.Dense{Units: 5, Activation: "tanh", KernelRegularizer: &regularizers.L1{L1: new(.02)}, BiasRegularizer: &regularizers.L2{}},
		&layers.Dense{Units: 4, KernelRegularizer: regularizers.Name("l2"), Base: layers.Base{ActivityRegularizer: &regularizers.L1L2{L1: .01, L2: .02}}},
		&layers.Activation{Activation: "sigmoid", Base: layers.Base{ActivityRegularizer: &regularizers.L2{L2: new(.1)}}},
		&layers.Dense{Units: 3}), numeric, losses.Name("mse"), metrics.Names("mse")...),
	judgedBy("constraints", keras.Sequential(keras.Input(6),
		&layers.Dense{Units: 5, Activation: "tanh", KernelConstraint: &constraints.MaxNorm{MaxValue: new(.5)}, BiasConstraint: &constraints.NonNeg{}},
		&layers.Dense{Units: 4, KernelConstraint: &constraints.UnitNorm{}},
		&layers.Dense{Units: 3, KernelConstraint: &constraints.MinMaxNorm{MinValue: .3, MaxValue: new(.6), Rate: new(.9)}}),
		numeric, losses.Name("mse")),
	judgedBy("initializers", initialized(
		&initializers.Zeros{}, &initializers.Ones{}, &initializers.Constant{Value: .3}, &initializers.Identity{Gain: new(.7)},
		&initializers.RandomNormal{Seed: new(int64(1))}, &initializers.RandomUniform{Minval: new(-.2), Maxval: new(.3)},
		&initializers.TruncatedNormal{Stddev: new(.2)}, &initializers.VarianceScaling{Scale: .5, Mode: "fan_avg", Distribution: "uniform"},
		&initializers.GlorotNormal{}, &initializers.GlorotUniform{Seed: new(int64(3))}, &initializers.HeNormal{}, &initializers.HeUniform{},
		&initializers.LecunNormal{}, &initializers.LecunUniform{}, &initializers.Orthogonal{Gain: new(1.1)}, initializers.Name("glorot_normal"),
	), points, &losses.CategoricalCrossentropy{}),
	judgedBy("no_bias", keras.Sequential(keras.Input(6), &layers.Dense{Units: 3, UseBias: new(false)}), numeric, losses.Name("mse")),
	judgedBy("pictures", keras.Sequential(&layers.Input{Shape: tensor.Shape{4, 4, 2}, Type: tensor.Uint8},
		&layers.Rescaling{Scale: 1. / 255, Offset: -.5}, &layers.Reshape{TargetShape: tensor.Shape{8, -1}}, &layers.Dense{Units: 2, Activation: "relu"},
		&layers.Flatten{}, &layers.Dense{Units: 3}, &layers.Activation{Activation: "softmax"}),
		pictures, &losses.CategoricalCrossentropy{}, metrics.Names("accuracy")...),
	judgedBy("rescaling_colours", keras.Sequential(keras.Input(4, 4, 2),
		&layers.Rescaling{Scales: []float64{1. / 255, 1. / 127}, Offsets: []float64{0, -1}}, &layers.Flatten{}, &layers.Dense{Units: 3, Activation: "softmax"}),
		pictures, &losses.CategoricalCrossentropy{}),
	{
		name: "dropout", kind: unsteady, model: keras.Sequential(keras.Input(6), &layers.Dense{Units: 8, Activation: "tanh"},
			&layers.Dropout{Rate: .3, Seed: new(int64(7))}, &layers.Dropout{Rate: .5, NoiseShape: tensor.Shape{tensor.Unknown, 1}},
			&layers.Dropout{}, &layers.Dense{Units: 3, Activation: "softmax"}),
		compile: keras.CompileOptions{Optimizer: &optimizers.Adam{}, Loss: &losses.CategoricalCrossentropy{}, Metrics: metrics.Names("accuracy")},
	},
	judgedBy("nested", keras.Sequential(keras.Input(6),
		keras.Sequential(&layers.Dense{Units: 4, Activation: "tanh"}, &layers.Dense{Units: 4}),
		keras.Sequential(keras.Input(4), keras.Sequential(&layers.Dense{Units: 5}, &layers.Activation{Activation: "sigmoid"}), &layers.Dense{Units: 4}),
		&layers.Dense{Units: 3}), numeric, losses.Name("mse"), metrics.Names("mae")...),
	judgedBy("own_names", named("Digits of mine", keras.Sequential(keras.Input(6),
		&layers.Dense{Units: 4, Activation: "tanh", Base: layers.Named("hidden")},
		named("The Inner-1", keras.Sequential(&layers.Dense{Units: 4, Base: layers.Named("dense_7")}, &layers.Dense{Units: 4})),
		&layers.Dense{Units: 4}, &layers.Dense{Units: 3, Base: layers.Named("Output.Layer")})), numeric, losses.Name("mse")),
	judgedBy("frozen", keras.Sequential(keras.Input(6),
		&layers.Dense{Units: 4, Activation: "tanh", Base: layers.Base{Trainable: new(false)}}, &layers.Dense{Units: 3}), numeric, losses.Name("mse")),
	judgedBy("frozen_model", keras.Sequential(keras.Input(6), frozen(), &layers.Dense{Units: 3}), numeric, losses.Name("mse")),
	{name: "activations", kind: uncompiled, samples: numeric, model: everyActivation()},
}

// frozen returns a model within a model, neither of which is trained.
func frozen() *keras.Model {
	m := keras.Sequential(
		keras.Sequential(&layers.Dense{Units: 4, Activation: "tanh"}, &layers.BatchNormalization{}),
		&layers.Dense{Units: 4},
	)
	m.Trainable = new(false)
	return m
}

var byState = []specimen{
	{name: "uncompiled", kind: uncompiled, model: classifier()},
	{name: "unbuilt", kind: unbuilt, model: keras.Sequential(&layers.Dense{Units: 5, Activation: "tanh"}, &layers.Dense{Units: 3})},
	judgedBy("without_input", keras.Sequential(&layers.Dense{Units: 5, Activation: "tanh"}, &layers.Dense{Units: 3}), numeric, losses.Name("mse")),
}

// named gives a model a name.
func named(name string, m *keras.Model) *keras.Model {
	layers.SetName(m, name)
	return m
}

// initialized returns a network with a layer for each initializer.
func initialized(list ...initializers.Initializer) *keras.Model {
	m := keras.Sequential(keras.Input(6))
	for _, i := range list {
		m.Add(&layers.Dense{Units: 6, Activation: "tanh", KernelInitializer: i, BiasInitializer: &initializers.Constant{Value: .1}})
	}
	m.Add(&layers.Dense{Units: 3, Activation: "softmax"})
	return m
}

// everyActivation returns a network with all activations but GLU, which halves the
// last axis, beside each other: in a chain TanhShrink and its like make rounding errors
// large.
func everyActivation() *keras.Model {
	in := keras.Input(6)
	var list keras.List
	for _, name := range activations.Names() {
		if strings.Contains(string(name), ">") {
			continue // not one of Keras's of today
		}
		if name != activations.GLU {
			list = append(list, keras.Call(&layers.Dense{Units: 4, Activation: name}, in))
		}
	}
	return keras.Functional(in, keras.Call(&layers.Concatenate{}, list))
}
