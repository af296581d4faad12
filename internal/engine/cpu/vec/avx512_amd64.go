package vec

import "github.com/gokeras/keras/internal/cpu"

var (
	_ = Add.Offer("avx512", &cpu.AVX512, binary(addAVX512))
	_ = Sub.Offer("avx512", &cpu.AVX512, binary(subAVX512))
	_ = Mul.Offer("avx512", &cpu.AVX512, binary(mulAVX512))
	_ = Div.Offer("avx512", &cpu.AVX512, binary(divAVX512))
	_ = Max.Offer("avx512", &cpu.AVX512, binary(maxAVX512))
	_ = Min.Offer("avx512", &cpu.AVX512, binary(minAVX512))
	_ = Greater.Offer("avx512", &cpu.AVX512, binary(greaterAVX512))
	_ = GreaterEqual.Offer("avx512", &cpu.AVX512, binary(greaterEqualAVX512))
	_ = Less.Offer("avx512", &cpu.AVX512, binary(lessAVX512))
	_ = LessEqual.Offer("avx512", &cpu.AVX512, binary(lessEqualAVX512))
	_ = Equal.Offer("avx512", &cpu.AVX512, binary(equalAVX512))
	_ = NotEqual.Offer("avx512", &cpu.AVX512, binary(notEqualAVX512))

	_ = AddScalar.Offer("avx512", &cpu.AVX512, scalar(addScalarAVX512))
	_ = MulScalar.Offer("avx512", &cpu.AVX512, scalar(mulScalarAVX512))
	_ = RSubScalar.Offer("avx512", &cpu.AVX512, scalar(rsubScalarAVX512))
	_ = DivScalar.Offer("avx512", &cpu.AVX512, scalar(divScalarAVX512))
	_ = RDivScalar.Offer("avx512", &cpu.AVX512, scalar(rdivScalarAVX512))
	_ = MaxScalar.Offer("avx512", &cpu.AVX512, scalar(maxScalarAVX512))
	_ = MinScalar.Offer("avx512", &cpu.AVX512, scalar(minScalarAVX512))

	_ = Neg.Offer("avx512", &cpu.AVX512, unary(negAVX512))
	_ = Abs.Offer("avx512", &cpu.AVX512, unary(absAVX512))
	_ = Sqrt.Offer("avx512", &cpu.AVX512, unary(sqrtAVX512))
	_ = Square.Offer("avx512", &cpu.AVX512, unary(squareAVX512))
	_ = Step.Offer("avx512", &cpu.AVX512, unary(stepAVX512))
	_ = Exp.Offer("avx512", &cpu.AVX512, unary(expAVX512))
	_ = Log.Offer("avx512", &cpu.AVX512, unary(logAVX512))
	_ = Tanh.Offer("avx512", &cpu.AVX512, unary(tanhAVX512))
	_ = Sigmoid.Offer("avx512", &cpu.AVX512, unary(sigmoidAVX512))

	_ = AddScaled.Offer("avx512", &cpu.AVX512, scaled(addScaledAVX512))
	_ = Toward.Offer("avx512", &cpu.AVX512, scaled(towardAVX512))
	_ = TowardSquare.Offer("avx512", &cpu.AVX512, scaled(towardSquareAVX512))
	_ = RootStep.Offer("avx512", &cpu.AVX512, rooted(rootStepAVX512))
	_ = AddTo.Offer("avx512", &cpu.AVX512, addTo(addAVX512))
	_ = Fill.Offer("avx512", &cpu.AVX512, filler(fillAVX512))
	_ = Select.Offer("avx512", &cpu.AVX512, choice(selectAVX512))

	_ = Sum.Offer("avx512", &cpu.AVX512, reduction(sumAVX512, plus))
	_ = Dot.Offer("avx512", &cpu.AVX512, reduction2(dotAVX512))
	_ = MaxOf.Offer("avx512", &cpu.AVX512, reduction(maxOfAVX512, larger))
	_ = MinOf.Offer("avx512", &cpu.AVX512, reduction(minOfAVX512, smaller))
)
