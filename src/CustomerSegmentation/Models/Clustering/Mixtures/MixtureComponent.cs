namespace CustomerSegmentation.Models.Clustering.Mixtures;

/// <summary>One Gaussian of a mixture.</summary>
/// <param name="Weight">The share of all rows that it represents; the weights of a mixture sum to 1.</param>
/// <param name="Mean">One coordinate a column.</param>
/// <param name="Covariance">Row by row, symmetric and positive definite.</param>
public sealed record MixtureComponent(
    double Weight, IReadOnlyList<double> Mean, IReadOnlyList<IReadOnlyList<double>> Covariance);
