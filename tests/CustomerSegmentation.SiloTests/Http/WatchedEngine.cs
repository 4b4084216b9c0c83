using System.Reflection;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.SiloTests.Http;

/// <summary>
/// Passes every call on, and knows whether one of them may have changed something. What an engine shows is not enough to tell:
/// events of a call that was given up may still be on their way.
/// </summary>
public class WatchedEngine : DispatchProxy
{
    private ISegmentationEngine _engine = null!;
    private volatile bool _touched;

    /// <summary>Whether it may no longer be as it was.</summary>
    public bool IsTouched => _touched;

    public static WatchedEngine Of(ISegmentationEngine engine)
    {
        var watched = (WatchedEngine)(object)Create<ISegmentationEngine, WatchedEngine>();
        watched._engine = engine;
        return watched;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        _touched |= targetMethod!.Name is nameof(ISegmentationEngine.RecordAsync) or nameof(ISegmentationEngine.EraseCustomerAsync)
            or nameof(ISegmentationEngine.EditSegmentAsync) or nameof(ISegmentationEngine.FitAsync)
            or nameof(ISegmentationEngine.PublishAsync) or $"get_{nameof(ISegmentationEngine.Subscriptions)}";
        return targetMethod.Invoke(_engine, BindingFlags.DoNotWrapExceptions, binder: null, args, culture: null);
    }
}
