package config

import "math"

// Types modelled on Keras's. Classic keys are always written here, so that
// what comes out can be compared with Keras's own text.

type Initializer interface{ initializer() }

type Regularizer interface{ regularizer() }

type Layer interface{ layer() }

type Optimizer interface{ optimizer() }

type Schedule interface{ schedule() }

type Loss interface{ loss() }

type Metric interface{ metric() }

type Activation string

type Shape []int

type Base struct {
	Name      string `json:"name"`
	Trainable *bool  `json:"trainable" keras:"default=true;always"`
	DType     string `json:"dtype" keras:"default=float32;always"`
}

func (*Base) layer() {}

type Dense struct {
	Units             int         `json:"units"`
	Activation        Activation  `json:"activation" keras:"default=linear;always"`
	UseBias           *bool       `json:"use_bias" keras:"default=true;always"`
	KernelInitializer Initializer `json:"kernel_initializer" keras:"default=GlorotUniform;always"`
	BiasInitializer   Initializer `json:"bias_initializer" keras:"default=Zeros;always"`
	KernelRegularizer Regularizer `json:"kernel_regularizer" keras:"default=null;always"`
	BiasRegularizer   Regularizer `json:"bias_regularizer" keras:"default=null;always"`
	KernelConstraint  Initializer `json:"kernel_constraint" keras:"default=null;always"`
	BiasConstraint    Initializer `json:"bias_constraint" keras:"default=null;always"`
	Base

	kernel []float32 //lint:ignore U1000 state isn't config, and must not be written
}

type Conv2D struct {
	Filters             int         `json:"filters"`
	KernelSize          [2]int      `json:"kernel_size"`
	Strides             [2]int      `json:"strides" keras:"default=1;always"`
	Padding             string      `json:"padding" keras:"default=valid;always"`
	DataFormat          string      `json:"data_format" keras:"default=channels_last;always"`
	DilationRate        [2]int      `json:"dilation_rate" keras:"default=[1, 1];always"`
	Groups              int         `json:"groups" keras:"default=1;always"`
	Activation          Activation  `json:"activation" keras:"default=linear;always"`
	UseBias             *bool       `json:"use_bias" keras:"default=true;always"`
	KernelInitializer   Initializer `json:"kernel_initializer" keras:"default=glorot_uniform;always"`
	BiasInitializer     Initializer `json:"bias_initializer" keras:"default=zeros;always"`
	KernelRegularizer   Regularizer `json:"kernel_regularizer" keras:"default=null;always"`
	BiasRegularizer     Regularizer `json:"bias_regularizer" keras:"default=null;always"`
	ActivityRegularizer Regularizer `json:"activity_regularizer" keras:"default=null;always"`
	KernelConstraint    Initializer `json:"kernel_constraint" keras:"default=null;always"`
	BiasConstraint      Initializer `json:"bias_constraint" keras:"default=null;always"`
	Base
}

type InputLayer struct {
	BatchShape Shape  `json:"batch_shape"`
	DType      string `json:"dtype" keras:"default=float32;always;plain"`
	Sparse     bool   `json:"sparse" keras:"default=false;always"`
	Ragged     bool   `json:"ragged"`
	Name       string `json:"name"`
}

func (*InputLayer) layer() {}

// Flatten writes only what isn't the default.
type Flatten struct {
	DataFormat string  `json:"data_format" keras:"default=channels_last"`
	Rate       float64 `json:"rate"`
	Only
}

type Only struct {
	Name      string `json:"name"`
	Trainable *bool  `json:"trainable" keras:"default=true"`
	DType     string `json:"dtype" keras:"default=float32"`
}

func (*Only) layer() {}

// Bidirectional has a layer within it and says itself what its config is.
type Bidirectional struct {
	Layer, Backward Layer
	MergeMode       *string
	Base
}

func (b *Bidirectional) MarshalConfig() (any, error) {
	m, err := Fields(&b.Base)
	m = append(m, Entry{"merge_mode", b.MergeMode}, Entry{"layer", b.Layer})
	if b.Backward != nil {
		m.Set("backward_layer", b.Backward)
	}
	return m, err
}

func (b *Bidirectional) DecodeConfig(d *Decoder, config any) error {
	m, _ := config.(Map)
	get := func(key string, into any) error {
		v, _ := m.Get(key)
		m.Delete(key)
		return d.Value(key, v, into)
	}
	for key, into := range map[string]any{"layer": &b.Layer, "backward_layer": &b.Backward, "merge_mode": &b.MergeMode} {
		if err := get(key, into); err != nil {
			return err
		}
	}
	return d.Fields(m, &b.Base)
}

type Scale struct {
	Factor float64 `json:"factor" keras:"default=1.0;always"`
	Base
}

type GlorotUniform struct {
	Seed *int64 `json:"seed" keras:"default=null;always"`
}

func (*GlorotUniform) initializer() {}

type HeNormal struct{ GlorotUniform }

type Zeros struct{}

func (*Zeros) initializer() {}

type Constant struct {
	Value float64 `json:"value" keras:"default=0.0;always"`
}

func (*Constant) initializer() {}

type L2 struct {
	L2 *float64 `json:"l2" keras:"default=0.01;always"`
}

func (*L2) regularizer() {}

type settings struct {
	Name                      string   `json:"name"`
	LearningRate              float64  `json:"learning_rate" keras:"default=0.001;always;alias=lr"`
	Schedule                  Schedule `keras:"key=learning_rate"`
	WeightDecay               float64  `json:"weight_decay" keras:"default=null;always"`
	ClipNorm                  float64  `json:"clipnorm" keras:"default=null;always"`
	GlobalClipNorm            float64  `json:"global_clipnorm" keras:"default=null;always"`
	ClipValue                 float64  `json:"clipvalue" keras:"default=null;always"`
	UseEMA                    bool     `json:"use_ema" keras:"default=false;always"`
	EMAMomentum               *float64 `json:"ema_momentum" keras:"default=0.99;always"`
	EMAOverwriteFrequency     int      `json:"ema_overwrite_frequency" keras:"default=null;always"`
	LossScaleFactor           float64  `json:"loss_scale_factor" keras:"default=null;always"`
	GradientAccumulationSteps int      `json:"gradient_accumulation_steps" keras:"default=null;always"`
}

func (*settings) optimizer() {}

type Adam struct {
	Beta1   *float64 `json:"beta_1" keras:"default=0.9;always"`
	Beta2   *float64 `json:"beta_2" keras:"default=0.999;always"`
	Epsilon *float64 `json:"epsilon" keras:"default=1e-07;always"`
	AMSGrad bool     `json:"amsgrad" keras:"default=false;always"`
	settings
}

type CosineDecay struct {
	InitialLearningRate float64  `json:"initial_learning_rate"`
	DecaySteps          int      `json:"decay_steps"`
	Alpha               float64  `json:"alpha" keras:"default=0.0;always"`
	Name                string   `json:"name" keras:"default=CosineDecay;always"`
	WarmupTarget        *float64 `json:"warmup_target" keras:"default=null;always"`
	WarmupSteps         int      `json:"warmup_steps" keras:"default=0;always"`
}

func (*CosineDecay) schedule() {}

type LossMSE struct {
	Name      string `json:"name"`
	Reduction string `json:"reduction" keras:"default=sum_over_batch_size;always"`
}

func (*LossMSE) loss() {}

func (*LossMSE) ClassName() string { return "MeanSquaredError" }

type MetricMSE struct {
	Name  string `json:"name"`
	DType string `json:"dtype" keras:"default=float32;always;plain"`
}

func (*MetricMSE) metric() {}

func (*MetricMSE) ClassName() string { return "MeanSquaredError" }

// Mixed has a field of every kind.
type Mixed struct {
	Bool    bool               `json:"bool"`
	Int8    int8               `json:"int8"`
	Uint    uint64             `json:"uint"`
	Float32 float32            `json:"float32"`
	Pairs   [2][2]int          `json:"pairs"`
	Ints    []int              `json:"ints"`
	Shapes  []Shape            `json:"shapes"`
	Names   map[string]float64 `json:"names"`
	Layers  []Layer            `json:"layers"`
	Any     any                `json:"any"`
	Bytes   []byte             `json:"bytes"`
	Nested  struct {
		A int
		B *string `json:"b,omitempty"`
	} `json:"nested"`
	Value  Scale  `json:"value"`
	Tree   Map    `json:"tree"`
	Func   func() `json:"func"`
	Hidden int    `json:"-"`
	Base
}

var (
	_ = Register[Dense]("keras.layers")
	_ = Register[Conv2D]("keras.layers", "Convolution2D")
	_ = Register[InputLayer]("keras.layers")
	_ = Register[Flatten]("keras.layers")
	_ = Register[Bidirectional]("keras.layers")
	_ = Register[Mixed]("keras.layers")
	_ = RegisterCustom[Scale]("my_package", "")
	_ = Register[GlorotUniform]("keras.initializers", "Xavier")
	_ = Register[HeNormal]("keras.initializers")
	_ = Register[Zeros]("keras.initializers")
	_ = Register[Constant]("keras.initializers")
	_ = Register[L2]("keras.regularizers")
	_ = Register[Adam]("keras.optimizers")
	_ = Register[CosineDecay]("keras.optimizers.schedules")
	_ = Register[LossMSE]("keras.losses", "mse")
	_ = Register[MetricMSE]("keras.metrics", "mse")
)

var negInf = math.Inf(-1)
