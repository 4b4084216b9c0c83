namespace CustomerSegmentation.Models.Clustering.Mixtures;

/// <summary>What the components of a Gaussian mixture may look like.</summary>
public enum CovarianceShape : byte
{
    /// <summary>Each component has an ellipsoid of its own, turned as it likes: d(d + 1)/2 parameters each.</summary>
    Full,

    /// <summary>Each has an ellipsoid along the axes: d parameters each.</summary>
    Diagonal,

    /// <summary>All share one ellipsoid: d(d + 1)/2 parameters together.</summary>
    Tied,

    /// <summary>Each is a ball of its own size: one parameter each.</summary>
    Spherical,
}
