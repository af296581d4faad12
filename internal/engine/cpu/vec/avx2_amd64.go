package vec

import "github.com/gokeras/keras/internal/cpu"

var (
	_ = Add.Offer("avx2", &cpu.AVX2, binary(addAVX2))
	_ = Sub.Offer("avx2", &cpu.AVX2, binary(subAVX2))
	_ = Mul.Offer("avx2", &cpu.AVX2, binary(mulAVX2))
	_ = Div.Offer("avx2", &cpu.AVX2, binary(divAVX2))
	_ = Max.Offer("avx2", &cpu.AVX2, binary(maxAVX2))
	_ = Min.Offer("avx2", &cpu.AVX2, binary(minAVX2))
	_ = Greater.Offer("avx2", &cpu.AVX2, binary(greaterAVX2))
	_ = GreaterEqual.Offer("avx2", &cpu.AVX2, binary(greaterEqualAVX2))
	_ = Less.Offer("avx2", &cpu.AVX2, binary(lessAVX2))
	_ = LessEqual.Offer("avx2", &cpu.AVX2, binary(lessEqualAVX2))
	_ = Equal.Offer("avx2", &cpu.AVX2, binary(equalAVX2))
	_ = NotEqual.Offer("avx2", &cpu.AVX2, binary(notEqualAVX2))

	_ = AddScalar.Offer("avx2", &cpu.AVX2, scalar(addScalarAVX2))
	_ = MulScalar.Offer("avx2", &cpu.AVX2, scalar(mulScalarAVX2))
	_ = RSubScalar.Offer("avx2", &cpu.AVX2, scalar(rsubScalarAVX2))
	_ = DivScalar.Offer("avx2", &cpu.AVX2, scalar(divScalarAVX2))
	_ = RDivScalar.Offer("avx2", &cpu.AVX2, scalar(rdivScalarAVX2))
	_ = MaxScalar.Offer("avx2", &cpu.AVX2, scalar(maxScalarAVX2))
	_ = MinScalar.Offer("avx2", &cpu.AVX2, scalar(minScalarAVX2))

	_ = Neg.Offer("avx2", &cpu.AVX2, unary(negAVX2))
	_ = Abs.Offer("avx2", &cpu.AVX2, unary(absAVX2))
	_ = Sqrt.Offer("avx2", &cpu.AVX2, unary(sqrtAVX2))
	_ = Square.Offer("avx2", &cpu.AVX2, unary(squareAVX2))
	_ = Step.Offer("avx2", &cpu.AVX2, unary(stepAVX2))
	_ = Exp.Offer("avx2", &cpu.AVX2, unary(expAVX2))
	_ = Log.Offer("avx2", &cpu.AVX2, unary(logAVX2))
	_ = Tanh.Offer("avx2", &cpu.AVX2, unary(tanhAVX2))
	_ = Sigmoid.Offer("avx2", &cpu.AVX2, unary(sigmoidAVX2))

	_ = AddScaled.Offer("avx2", &cpu.AVX2, scaled(addScaledAVX2))
	_ = Toward.Offer("avx2", &cpu.AVX2, scaled(towardAVX2))
	_ = TowardSquare.Offer("avx2", &cpu.AVX2, scaled(towardSquareAVX2))
	_ = RootStep.Offer("avx2", &cpu.AVX2, rooted(rootStepAVX2))
	_ = AddTo.Offer("avx2", &cpu.AVX2, addTo(addAVX2))
	_ = Fill.Offer("avx2", &cpu.AVX2, filler(fillAVX2))
	_ = Select.Offer("avx2", &cpu.AVX2, choice(selectAVX2))

	_ = Sum.Offer("avx2", &cpu.AVX2, reduction(sumAVX2, plus))
	_ = Dot.Offer("avx2", &cpu.AVX2, reduction2(dotAVX2))
	_ = MaxOf.Offer("avx2", &cpu.AVX2, reduction(maxOfAVX2, larger))
	_ = MinOf.Offer("avx2", &cpu.AVX2, reduction(minOfAVX2, smaller))
)
