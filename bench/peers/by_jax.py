"""A training step and a prediction written by hand for JAX, compiled as one program."""

import functools

import work
import jax
import jax.numpy as jnp

RATE, BETA1, BETA2, EPSILON = 1e-3, 0.9, 0.999, 1e-7


def logits(params, x):
    for w, b in params[:-1]:
        x = jax.nn.sigmoid(x @ w + b)
    w, b = params[-1]
    return x @ w + b


def loss(params, x, y):
    z = logits(params, x)
    hits = jnp.sum(z.argmax(-1) == y.argmax(-1))
    return -jnp.mean(jnp.sum(y * jax.nn.log_softmax(z), -1)), hits


@functools.partial(jax.jit, donate_argnums=0)
def step(state, x, y):
    params, m, v, t, total, correct = state
    (value, hits), grads = jax.value_and_grad(loss, has_aux=True)(params, x, y)
    t = t + 1
    m = jax.tree.map(lambda m, g: m + (g - m) * (1 - BETA1), m, grads)
    v = jax.tree.map(lambda v, g: v + (g * g - v) * (1 - BETA2), v, grads)
    rate = RATE * jnp.sqrt(1 - BETA2**t) / (1 - BETA1**t)
    params = jax.tree.map(lambda p, m, v: p - rate * m / (jnp.sqrt(v) + EPSILON), params, m, v)
    return params, m, v, t, total + value, correct + hits


def fresh():
    params = jax.tree.map(jnp.asarray, work.kernels())
    zeros = lambda: jax.tree.map(jnp.zeros_like, params)
    return params, zeros(), zeros(), jnp.float32(0), jnp.float32(0), jnp.int32(0)


def fit(x, y, batch, epochs, clock):
    state = fresh()
    for _ in range(epochs):
        clock.begin()
        for xs, ys in work.batches(x, y, batch):
            state = step(state, xs, ys)
        jax.block_until_ready(state)
        clock.end()


params = fresh()[0]
forward = jax.jit(lambda params, x: jax.nn.softmax(logits(params, x)))


def predict(batch):
    return lambda x: work.np.asarray(forward(params, x))


work.run(fit, predict)
