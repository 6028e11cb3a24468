using System.Linq.Expressions;
using System.Reflection;

namespace Nuke.Common.Utilities;

internal static class MemberExpressions
{
    /// <returns>The member that a lambda such as <c>() => Param</c> or <c>x => ((ITest)x).Test</c> names; null if it is anything else.</returns>
    public static MemberInfo? Find(LambdaExpression lambda)
    {
        var body = lambda.Body;
        while (body is UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked } convert) body = convert.Operand;
        return (body as MemberExpression)?.Member;
    }
}
