"""A training loop and a prediction written by hand for Torch, with its fused Adam."""

import work
import torch

torch.set_num_threads(work.args.threads)

layers = []
for w, b in work.kernels():
    dense = torch.nn.Linear(*w.shape)
    with torch.no_grad():
        dense.weight.copy_(torch.from_numpy(w.T.copy()))
        dense.bias.copy_(torch.from_numpy(b))
    layers += [dense, torch.nn.Sigmoid()]
model = torch.nn.Sequential(*layers[:-1])


def fit(x, y, batch, epochs, clock):
    x, y = torch.from_numpy(x), torch.from_numpy(y)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, eps=1e-7, fused=True)
    for _ in range(epochs):
        clock.begin()
        total, correct = torch.zeros(()), torch.zeros((), dtype=torch.int64)
        order = torch.randperm(len(x))
        for rows in order.split(batch):
            xs, ys = x[rows], y[rows]
            z = model(xs)
            loss = torch.nn.functional.cross_entropy(z, ys)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            with torch.no_grad():
                total += loss
                correct += (z.argmax(-1) == ys.argmax(-1)).sum()
        clock.end()


def predict(batch):
    @torch.inference_mode()
    def call(x):
        return torch.softmax(model(torch.from_numpy(x)), -1).numpy()

    return call


work.run(fit, predict)
