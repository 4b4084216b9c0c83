using System.Reflection;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.DashboardTests;

/// <summary>
/// An engine whose record is empty and whose now is set by hand, for what is told by how often an engine is asked. What else it answers
/// is given by name; what is not given breaks the test.
/// </summary>
public class ManualEngine : DispatchProxy
{
    private Dictionary<string, Func<object?[], object>> _answers = [];

    public static ISegmentationEngine Of(Func<DateTimeOffset> now, params (string Member, Func<object?[], object> Answer)[] answers)
    {
        var engine = Create<ISegmentationEngine, ManualEngine>();
        ((ManualEngine)(object)engine)._answers = answers.Prepend(("get_Now", _ => now())).ToDictionary(one => one.Item1, one => one.Item2);
        return engine;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (_answers.TryGetValue(targetMethod!.Name, out var answer))
        {
            return answer(args!);
        }

        targetMethod.Name.ShouldBe(nameof(ISegmentationEngine.ReportAsync));
        var result = targetMethod.GetGenericArguments().Single();
        var report = typeof(IMigrationReport<>).MakeGenericType(result).GetMethod("Finish")!.Invoke(args![0], []);
        return typeof(Task).GetMethod(nameof(Task.FromResult))!.MakeGenericMethod(result).Invoke(null, [report]);
    }
}
