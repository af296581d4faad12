package ops_test

import (
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// elsewhere has the functions whose tests are their own: loops and branches are no
// operations in files.
var elsewhere = map[string]bool{
	"Cond": true, "ForiLoop": true, "Map": true, "Scan": true, "WhileLoop": true, "Constant": true,
}

func one(f func(x *ops.Value) *ops.Value) func(s *symbols) *ops.Value {
	return func(s *symbols) *ops.Value { return f(s.f(-1, 4)) }
}

func two(f func(x, y *ops.Value) *ops.Value) func(s *symbols) *ops.Value {
	return func(s *symbols) *ops.Value { return f(s.f(-1, 4), s.f(-1, 4)) }
}

func ints(f func(x, y *ops.Value) *ops.Value) func(s *symbols) *ops.Value {
	return func(s *symbols) *ops.Value { return f(s.i(-1, 4), s.i(-1, 4)) }
}

func along(f func(x *ops.Value, axes ...int) *ops.Value) func(s *symbols) *ops.Value {
	return func(s *symbols) *ops.Value { return f(s.f(-1, 3, 4), 1, -1) }
}

func axis(f func(x *ops.Value, at int) *ops.Value) func(s *symbols) *ops.Value {
	return func(s *symbols) *ops.Value { return f(s.f(-1, 3, 4), -1) }
}

func list(f func(xs []*ops.Value) *ops.Value) func(s *symbols) *ops.Value {
	return func(s *symbols) *ops.Value { return f([]*ops.Value{s.f(-1, 4), s.f(-1, 4)}) }
}

// calls has a call of each function with symbolic values.
var calls = map[string]func(s *symbols) *ops.Value{
	"Absolute": one(ops.Absolute), "Arccos": one(ops.Arccos), "Arccosh": one(ops.Arccosh), "Arcsin": one(ops.Arcsin),
	"Arcsinh": one(ops.Arcsinh), "Arctan": one(ops.Arctan), "Arctanh": one(ops.Arctanh), "Cbrt": one(ops.Cbrt),
	"Ceil": one(ops.Ceil), "Copy": one(ops.Copy), "Cos": one(ops.Cos), "Cosh": one(ops.Cosh), "Deg2rad": one(ops.Deg2rad),
	"Erf": one(ops.Erf), "Erfc": one(ops.Erfc), "ErfInv": one(ops.ErfInv), "Exp": one(ops.Exp), "Exp2": one(ops.Exp2),
	"Expm1": one(ops.Expm1), "Fabs": one(ops.Fabs), "FlipLR": one(ops.FlipLR), "FlipUD": one(ops.FlipUD),
	"Floor": one(ops.Floor), "HardSigmoid": one(ops.HardSigmoid), "HardSilu": one(ops.HardSilu), "HardTanh": one(ops.HardTanh),
	"IsFinite": one(ops.IsFinite), "IsInf": one(ops.IsInf), "IsNaN": one(ops.IsNaN), "IsNegInf": one(ops.IsNegInf),
	"IsPosInf": one(ops.IsPosInf), "IsReal": one(ops.IsReal), "Log": one(ops.Log), "Log10": one(ops.Log10), "Log1p": one(ops.Log1p),
	"Log2": one(ops.Log2), "LogSigmoid": one(ops.LogSigmoid), "LogicalNot": one(ops.LogicalNot), "NanToNum": one(ops.NanToNum),
	"Negative": one(ops.Negative), "OnesLike": one(ops.OnesLike), "Rad2deg": one(ops.Rad2deg), "Ravel": one(ops.Ravel),
	"Reciprocal": one(ops.Reciprocal), "Relu": one(ops.Relu), "Relu6": one(ops.Relu6), "Round": one(ops.Round), "Rsqrt": one(ops.Rsqrt),
	"Selu": one(ops.Selu), "Sigmoid": one(ops.Sigmoid), "Sign": one(ops.Sign), "Signbit": one(ops.Signbit), "Silu": one(ops.Silu),
	"Sin": one(ops.Sin), "Sinc": one(ops.Sinc), "Sinh": one(ops.Sinh), "Softplus": one(ops.Softplus), "Softsign": one(ops.Softsign),
	"SparsePlus": one(ops.SparsePlus), "SparseSigmoid": one(ops.SparseSigmoid), "Sqrt": one(ops.Sqrt), "Square": one(ops.Square),
	"StopGradient": one(ops.StopGradient), "Tan": one(ops.Tan), "Tanh": one(ops.Tanh), "TanhShrink": one(ops.TanhShrink),
	"Trunc": one(ops.Trunc), "ZerosLike": one(ops.ZerosLike),

	"Add": two(ops.Add), "Arctan2": two(ops.Arctan2), "CDist": two(ops.CDist), "Divide": two(ops.Divide), "DivideNoNaN": two(ops.DivideNoNaN),
	"Equal": two(ops.Equal), "FloorDivide": two(ops.FloorDivide), "Fmax": two(ops.Fmax), "Fmin": two(ops.Fmin), "Fmod": two(ops.Fmod),
	"Greater": two(ops.Greater), "GreaterEqual": two(ops.GreaterEqual), "Heaviside": two(ops.Heaviside), "Hypot": two(ops.Hypot),
	"Inner": two(ops.Inner), "IsIn": two(ops.IsIn), "Kron": two(ops.Kron), "Ldexp": two(ops.Ldexp), "Less": two(ops.Less), "LessEqual": two(ops.LessEqual),
	"LogAddExp": two(ops.LogAddExp), "LogAddExp2": two(ops.LogAddExp2), "LogicalAnd": two(ops.LogicalAnd), "LogicalOr": two(ops.LogicalOr),
	"LogicalXor": two(ops.LogicalXor), "Maximum": two(ops.Maximum), "Minimum": two(ops.Minimum), "Mod": two(ops.Mod), "Multiply": two(ops.Multiply),
	"NotEqual": two(ops.NotEqual), "Outer": two(ops.Outer), "Power": two(ops.Power), "Subtract": two(ops.Subtract), "Vdot": two(ops.Vdot),
	"BitwiseAnd": ints(ops.BitwiseAnd), "BitwiseOr": ints(ops.BitwiseOr), "BitwiseXor": ints(ops.BitwiseXor),
	"LeftShift": ints(ops.LeftShift), "RightShift": ints(ops.RightShift),
	"BitwiseNot": func(s *symbols) *ops.Value { return ops.BitwiseNot(s.i(-1)) },

	"All": along(ops.All), "Any": along(ops.Any), "CountNonzero": along(ops.CountNonzero), "Flip": along(ops.Flip),
	"LogSoftmax": along(ops.LogSoftmax), "LogSumExp": along(ops.LogSumExp), "Max": along(ops.Max), "Mean": along(ops.Mean), "Median": along(ops.Median),
	"Min": along(ops.Min), "NanMax": along(ops.NanMax), "NanMean": along(ops.NanMean), "NanMin": along(ops.NanMin), "NanProd": along(ops.NanProd),
	"NanStd": along(ops.NanStd), "NanSum": along(ops.NanSum), "NanVar": along(ops.NanVar), "Norm": along(ops.Norm), "Prod": along(ops.Prod),
	"Ptp": along(ops.Ptp), "Softmax": along(ops.Softmax), "Std": along(ops.Std), "Sum": along(ops.Sum), "Var": along(ops.Var),
	"ExpandDims": along(ops.ExpandDims),

	"ArgMax": axis(ops.ArgMax), "ArgMin": axis(ops.ArgMin), "ArgSort": axis(ops.ArgSort), "CumProd": axis(ops.CumProd), "CumSum": axis(ops.CumSum),
	"Glu": axis(ops.Glu), "NanArgMax": axis(ops.NanArgMax), "NanArgMin": axis(ops.NanArgMin), "NanCumProd": axis(ops.NanCumProd),
	"NanCumSum": axis(ops.NanCumSum), "Sort": axis(ops.Sort), "Sparsemax": axis(ops.Sparsemax),
	"Unstack": axis(func(x *ops.Value, at int) *ops.Value { return ops.Unstack(x, at)[0] }),

	"Concatenate": list(func(xs []*ops.Value) *ops.Value { return ops.Concatenate(xs, -1) }),
	"Stack":       list(func(xs []*ops.Value) *ops.Value { return ops.Stack(xs, 1) }),
	"HStack":      list(ops.HStack), "VStack": list(ops.VStack), "DStack": list(ops.DStack),
	"Meshgrid": func(s *symbols) *ops.Value { return ops.Meshgrid([]*ops.Value{s.f(3), s.f(-1)}, "")[0] },
	"Select": func(s *symbols) *ops.Value {
		x, y := s.f(-1, 4), s.f(-1, 4)
		return ops.Select([]*ops.Value{ops.Greater(x, y)}, []*ops.Value{x}, y)
	},
	"Append": two(func(x, y *ops.Value) *ops.Value { return ops.Append(x, y, 1) }),

	"AllClose":      two(func(x, y *ops.Value) *ops.Value { return ops.AllClose(x, y, ops.CloseOptions{}) }),
	"IsClose":       two(func(x, y *ops.Value) *ops.Value { return ops.IsClose(x, y, ops.CloseOptions{}) }),
	"ArgPartition":  one(func(x *ops.Value) *ops.Value { return ops.ArgPartition(x, 0, -1) }),
	"ArraySplit":    one(func(x *ops.Value) *ops.Value { return ops.ArraySplit(x, 3, 1)[0] }),
	"Average":       one(func(x *ops.Value) *ops.Value { return ops.Average(x, nil, 1) }),
	"Bincount":      func(s *symbols) *ops.Value { return ops.Bincount(s.i(-1, 4), 5) },
	"BroadcastTo":   func(s *symbols) *ops.Value { return ops.BroadcastTo(s.f(1, 4), 3, 4) },
	"Cast":          one(func(x *ops.Value) *ops.Value { return ops.Cast(x, tensor.Int32) }),
	"Celu":          one(func(x *ops.Value) *ops.Value { return ops.Celu(x, 1) }),
	"Clip":          one(func(x *ops.Value) *ops.Value { return ops.Clip(x, 0, 1) }),
	"CorrCoef":      func(s *symbols) *ops.Value { return ops.CorrCoef(s.f(3, 4)) },
	"Cross":         func(s *symbols) *ops.Value { return ops.Cross(s.f(-1, 3), s.f(-1, 3)) },
	"Diag":          func(s *symbols) *ops.Value { return ops.Diag(s.f(4), 1) },
	"Diagflat":      func(s *symbols) *ops.Value { return ops.Diagflat(s.f(2, 2), 0) },
	"Diagonal":      func(s *symbols) *ops.Value { return ops.Diagonal(s.f(-1, 3, 4), 0, 1, 2) },
	"Diff":          one(func(x *ops.Value) *ops.Value { return ops.Diff(x, 1, -1) }),
	"Digitize":      func(s *symbols) *ops.Value { return ops.Digitize(s.f(-1), s.f(3)) },
	"DSplit":        func(s *symbols) *ops.Value { return ops.DSplit(s.f(-1, 3, 4), 2)[1] },
	"Elu":           one(func(x *ops.Value) *ops.Value { return ops.Elu(x, 1) }),
	"Einsum":        func(s *symbols) *ops.Value { return ops.Einsum("bi,ij->bj", s.f(-1, 3), s.f(3, 2)) },
	"FullLike":      one(func(x *ops.Value) *ops.Value { return ops.FullLike(x, 2) }),
	"Gelu":          one(func(x *ops.Value) *ops.Value { return ops.Gelu(x, true) }),
	"Geomspace":     func(s *symbols) *ops.Value { return ops.Geomspace(s.f(2), s.f(2), 5) },
	"GetItem":       one(func(x *ops.Value) *ops.Value { return ops.GetItem(x, ops.Every, ops.Only(0)) }),
	"HardShrink":    one(func(x *ops.Value) *ops.Value { return ops.HardShrink(x, .5) }),
	"Histogram":     func(s *symbols) *ops.Value { y, _ := ops.Histogram(s.f(-1), 4); return y },
	"HSplit":        one(func(x *ops.Value) *ops.Value { return ops.HSplit(x, 2)[0] }),
	"InTopK":        func(s *symbols) *ops.Value { return ops.InTopK(s.i(-1), s.f(-1, 4), 2) },
	"LeakyRelu":     one(func(x *ops.Value) *ops.Value { return ops.LeakyRelu(x, .2) }),
	"Linspace":      func(s *symbols) *ops.Value { return ops.Linspace(s.f(2), s.f(2), 5) },
	"Logspace":      func(s *symbols) *ops.Value { return ops.Logspace(s.f(2), s.f(2), 5, 10) },
	"Matmul":        func(s *symbols) *ops.Value { return ops.Matmul(s.f(-1, 4), s.f(4, 2)) },
	"Moveaxis":      func(s *symbols) *ops.Value { return ops.Moveaxis(s.f(-1, 3, 4), 1, 2) },
	"MultiHot":      func(s *symbols) *ops.Value { return ops.MultiHot(s.i(-1, 4), 3, tensor.Float32) },
	"OneHot":        func(s *symbols) *ops.Value { return ops.OneHot(s.i(-1), 3, tensor.Float32) },
	"Pad":           one(func(x *ops.Value) *ops.Value { return ops.Pad(x, [][2]int{{}, {1, 1}}, ops.PadOptions{}) }),
	"Percentile":    one(func(x *ops.Value) *ops.Value { return ops.Percentile(x, ops.Const(30, tensor.Float32), "", 1) }),
	"Quantile":      one(func(x *ops.Value) *ops.Value { return ops.Quantile(x, ops.Const(.3, tensor.Float32), "", 1) }),
	"NanMedian":     along(ops.NanMedian),
	"NanPercentile": one(func(x *ops.Value) *ops.Value { return ops.NanPercentile(x, ops.Const(30, tensor.Float32), "", 1) }),
	"NanQuantile":   one(func(x *ops.Value) *ops.Value { return ops.NanQuantile(x, ops.Const(.3, tensor.Float32), "", 1) }),
	"Repeat":        one(func(x *ops.Value) *ops.Value { return ops.Repeat(x, 2, 1) }),
	"Reshape":       one(func(x *ops.Value) *ops.Value { return ops.Reshape(x, -1, 2) }),
	"Roll":          one(func(x *ops.Value) *ops.Value { return ops.Roll(x, 1, 1) }),
	"Rot90":         func(s *symbols) *ops.Value { return ops.Rot90(s.f(-1, 3, 4), 1, 1, 2) },
	"SaturateCast":  one(func(x *ops.Value) *ops.Value { return ops.SaturateCast(x, tensor.Uint8) }),
	"SearchSorted":  func(s *symbols) *ops.Value { return ops.SearchSorted(s.f(3), s.f(-1), "") },
	"Slice":         func(s *symbols) *ops.Value { return ops.Slice(s.f(3, 4), []int{1, 0}, []int{2, 2}) },
	"SliceUpdate": func(s *symbols) *ops.Value {
		return ops.SliceUpdate(s.f(3, 4), ops.Constant(tensor.FromSlice([]int32{1, 0})), s.f(1, 2))
	},
	"SoftShrink":    one(func(x *ops.Value) *ops.Value { return ops.SoftShrink(x, .5) }),
	"Split":         one(func(x *ops.Value) *ops.Value { return ops.Split(x, 2, 1)[1] }),
	"Squareplus":    one(func(x *ops.Value) *ops.Value { return ops.Squareplus(x, 4) }),
	"Squeeze":       func(s *symbols) *ops.Value { return ops.Squeeze(s.f(-1, 1, 4), 1) },
	"Swapaxes":      func(s *symbols) *ops.Value { return ops.Swapaxes(s.f(-1, 3, 4), 1, 2) },
	"Take":          func(s *symbols) *ops.Value { return ops.Take(s.f(-1, 4), s.i(2), 1) },
	"TakeAlongAxis": func(s *symbols) *ops.Value { return ops.TakeAlongAxis(s.f(-1, 4), s.i(-1, 2), 1) },
	"Threshold":     one(func(x *ops.Value) *ops.Value { return ops.Threshold(x, .5, 0) }),
	"Tile":          one(func(x *ops.Value) *ops.Value { return ops.Tile(x, 1, 2) }),
	"TopK":          one(func(x *ops.Value) *ops.Value { y, _ := ops.TopK(x, 2); return y }),
	"TraceOf":       func(s *symbols) *ops.Value { return ops.TraceOf(s.f(-1, 3, 4), 0, 1, 2) },
	"Transpose":     func(s *symbols) *ops.Value { return ops.Transpose(s.f(-1, 3, 4), 0, 2, 1) },
	"Trapezoid":     one(func(x *ops.Value) *ops.Value { return ops.Trapezoid(x, 1, -1) }),
	"Tril":          func(s *symbols) *ops.Value { return ops.Tril(s.f(-1, 3, 4), 0) },
	"Triu":          func(s *symbols) *ops.Value { return ops.Triu(s.f(-1, 3, 4), 0) },
	"UnravelIndex":  func(s *symbols) *ops.Value { return ops.UnravelIndex(s.i(-1), 3, 4)[1] },
	"Vander":        func(s *symbols) *ops.Value { return ops.Vander(s.f(4), 3, false) },
	"VSplit":        func(s *symbols) *ops.Value { return ops.VSplit(s.f(4, 2), 2)[0] },
	"Where":         two(func(x, y *ops.Value) *ops.Value { return ops.Where(ops.Greater(x, y), x, y) }),

	"BatchNormalization": func(s *symbols) *ops.Value {
		return ops.BatchNormalization(s.f(-1, 4), s.f(4), s.f(4), -1, ops.NormalizationOptions{Scale: s.f(4)})
	},
	"LayerNormalization": one(func(x *ops.Value) *ops.Value { return ops.LayerNormalization(x, ops.NormalizationOptions{}) }),
	"RMSNormalization":   one(func(x *ops.Value) *ops.Value { return ops.RMSNormalization(x, nil, 1e-7) }),
	"Moments":            one(func(x *ops.Value) *ops.Value { m, _ := ops.Moments(x, false, 1); return m }),
	"Normalize":          one(func(x *ops.Value) *ops.Value { return ops.Normalize(x, 2) }),
	"BinaryCrossentropy": two(func(x, y *ops.Value) *ops.Value { return ops.BinaryCrossentropy(x, y, false) }),
	"CategoricalCrossentropy": two(func(x, y *ops.Value) *ops.Value {
		return ops.CategoricalCrossentropy(x, y, false, -1)
	}),
	"SparseCategoricalCrossentropy": func(s *symbols) *ops.Value {
		return ops.SparseCategoricalCrossentropy(s.i(-1), s.f(-1, 4), true, -1)
	},
	"PSNR":             two(func(x, y *ops.Value) *ops.Value { return ops.PSNR(x, y, 1) }),
	"ExtractSequences": one(func(x *ops.Value) *ops.Value { return ops.ExtractSequences(x, 2, 1) }),

	"CropImages": func(s *symbols) *ops.Value {
		return ops.CropImages(s.f(-1, 4, 4, 3), ops.CropImagesOptions{Top: new(1), Bottom: new(0), Left: new(1), Width: new(2)})
	},
	"PadImages": func(s *symbols) *ops.Value {
		return ops.PadImages(s.f(-1, 4, 4, 3), ops.PadImagesOptions{Top: new(1), Bottom: new(0), Left: new(1), Width: new(6)})
	},
	"DepthToSpace":   func(s *symbols) *ops.Value { return ops.DepthToSpace(s.f(-1, 2, 2, 4), 2, "") },
	"SpaceToDepth":   func(s *symbols) *ops.Value { return ops.SpaceToDepth(s.f(-1, 4, 4, 1), 2, "") },
	"ExtractPatches": func(s *symbols) *ops.Value { return ops.ExtractPatches(s.f(-1, 4, 4, 3), []int{2}, ops.PatchOptions{}) },
	"HSVToRGB":       func(s *symbols) *ops.Value { return ops.HSVToRGB(s.f(-1, 4, 4, 3), "") },
	"RGBToHSV":       func(s *symbols) *ops.Value { return ops.RGBToHSV(s.f(-1, 4, 4, 3), "") },
	"RGBToGrayscale": func(s *symbols) *ops.Value { return ops.RGBToGrayscale(s.f(-1, 4, 4, 3), "") },
	"Resize":         func(s *symbols) *ops.Value { return ops.Resize(s.f(-1, 4, 4, 3), 6, 2, ops.ResizeOptions{}) },

	"Cholesky":        func(s *symbols) *ops.Value { return ops.Cholesky(s.f(-1, 3, 3), false) },
	"CholeskyInverse": func(s *symbols) *ops.Value { return ops.CholeskyInverse(s.f(-1, 3, 3), false) },
	"Det":             func(s *symbols) *ops.Value { return ops.Det(s.f(-1, 3, 3)) },
	"Inv":             func(s *symbols) *ops.Value { return ops.Inv(s.f(-1, 3, 3)) },
	"Logdet":          func(s *symbols) *ops.Value { return ops.Logdet(s.f(-1, 3, 3)) },
	"Slogdet":         func(s *symbols) *ops.Value { y, _ := ops.Slogdet(s.f(-1, 3, 3)); return y },
	"Solve":           func(s *symbols) *ops.Value { return ops.Solve(s.f(-1, 3, 3), s.f(-1, 3, 2)) },
	"SolveTriangular": func(s *symbols) *ops.Value { return ops.SolveTriangular(s.f(-1, 3, 3), s.f(-1, 3, 2), true) },

	"Dot":       func(s *symbols) *ops.Value { return ops.Dot(s.f(-1, 3), s.f(3, 2)) },
	"Tensordot": func(s *symbols) *ops.Value { return ops.Tensordot(s.f(-1, 3), s.f(3, 2), []int{1}, []int{0}) },
	"Scatter":   func(s *symbols) *ops.Value { return ops.Scatter(s.i(2, 1), s.f(2, 3), 4, 3) },
	"ScatterUpdate": func(s *symbols) *ops.Value {
		return ops.ScatterUpdate(s.f(4, 3), s.i(2, 1), s.f(2, 3), "add")
	},
	"SegmentMax": func(s *symbols) *ops.Value { return ops.SegmentMax(s.f(4, 3), s.i(4), 2) },
	"SegmentMin": func(s *symbols) *ops.Value { return ops.SegmentMin(s.f(4, 3), s.i(4), 2) },
	"SegmentSum": func(s *symbols) *ops.Value { return ops.SegmentSum(s.f(4, 3), s.i(4), 2) },

	"Conv": func(s *symbols) *ops.Value { return ops.Conv(s.f(-1, 6, 6, 3), s.f(3, 3, 3, 4), ops.ConvOptions{}) },
	"DepthwiseConv": func(s *symbols) *ops.Value {
		return ops.DepthwiseConv(s.f(-1, 6, 6, 3), s.f(3, 3, 3, 2), ops.ConvOptions{})
	},
	"SeparableConv": func(s *symbols) *ops.Value {
		return ops.SeparableConv(s.f(-1, 6, 6, 3), s.f(3, 3, 3, 2), s.f(1, 1, 6, 4), ops.ConvOptions{})
	},
	"ConvTranspose": func(s *symbols) *ops.Value {
		return ops.ConvTranspose(s.f(-1, 6, 6, 3), s.f(3, 3, 4, 3), ops.ConvTransposeOptions{})
	},
	"MaxPool": func(s *symbols) *ops.Value {
		return ops.MaxPool(s.f(-1, 6, 6, 3), ops.PoolOptions{PoolSize: []int{2, 2}})
	},
	"AveragePool": func(s *symbols) *ops.Value {
		return ops.AveragePool(s.f(-1, 6, 6, 3), ops.PoolOptions{PoolSize: []int{2, 2}})
	},
	"AdaptiveMaxPool": func(s *symbols) *ops.Value {
		return ops.AdaptiveMaxPool(s.f(-1, 6, 6, 3), ops.AdaptivePoolOptions{OutputSize: []int{2, 2}})
	},
	"AdaptiveAveragePool": func(s *symbols) *ops.Value {
		return ops.AdaptiveAveragePool(s.f(-1, 6, 6, 3), ops.AdaptivePoolOptions{OutputSize: []int{2, 2}})
	},
	"DotProductAttention": func(s *symbols) *ops.Value {
		q := s.f(-1, 3, 2, 4)
		return ops.DotProductAttention(q, q, q, ops.AttentionOptions{})
	},
}
